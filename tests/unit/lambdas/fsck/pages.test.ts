import { describe, expect, test } from 'vitest';
import { pagesById } from '../../../../lambdas/fsck/pages.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

/** Tells what it was asked for. */
function reader(ids: readonly { readonly id: string }[], size: number) {
	const asked: string[] = [];
	const read = (after: string) => {
		asked.push(after);
		return Promise.resolve(ids.filter(({ id }) => id > after).slice(0, size));
	};
	return { asked, read };
}

describe('pages by id', () => {
	test.each([1, 2, 3, 5, 6])('have every row once, %i at a time', async (size) => {
		const { read } = reader(IDS, size);

		const pages = await Array.fromAsync(pagesById(size, read));

		expect(pages.flat()).toEqual(IDS);
		expect(pages.every(({ length }) => length > 0)).toBe(true);
	});

	test('are none where there are no rows', async () => {
		expect(await Array.fromAsync(pagesById(2, reader([], 2).read))).toEqual([]);
	});

	test('are read while the page before is worked on, and not behind a page that is not full', async () => {
		const { asked, read } = reader(IDS.slice(0, 3), 2);
		const pages = pagesById(2, read);

		await pages.next();
		expect(asked).toEqual(['', 'b']);

		await Array.fromAsync(pages);
		expect(asked).toEqual(['', 'b']);
	});

	test('fail where a page cannot be read, when that page is come to', async () => {
		const fault = new Error('the database is gone');
		const pages = pagesById(2, (after) =>
			after === '' ? Promise.resolve(IDS.slice(0, 2)) : Promise.reject(fault),
		);

		expect((await pages.next()).value).toEqual(IDS.slice(0, 2));
		await expect(pages.next()).rejects.toBe(fault);
	});

	test('trouble no one with a page that is not come to', async () => {
		const pages = pagesById(2, (after) =>
			after === '' ? Promise.resolve(IDS.slice(0, 2)) : Promise.reject(new Error('unheard')),
		);

		// An unhandled rejection fails the run.
		for await (const page of pages) {
			expect(page).toHaveLength(2);
			break;
		}
	});
});
