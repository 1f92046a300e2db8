import { ApiError } from '$lib/errors/api-error';
import { FolderMaker, type EnsuredFolder } from '$lib/uploads/queue/folder-maker';
import { expect, it } from 'vitest';

function maker(answer: (path: readonly string[]) => EnsuredFolder) {
	const calls: (readonly string[])[][] = [];
	const subject = new FolderMaker('top', (parentId, paths) => {
		expect(parentId).toBe('top');
		calls.push([...paths]);
		return Promise.resolve(paths.map(answer));
	});
	return { subject, calls };
}

const ready = (path: readonly string[]): EnsuredFolder => ({
	outcome: 'ready',
	folderId: path.join('/'),
});

it('needs no call for the target itself', async () => {
	const { subject, calls } = maker(ready);

	expect(await subject.idOf([])).toBe('top');
	expect(calls).toEqual([]);
});

it('asks once for a folder, however many files lie in it', async () => {
	const { subject, calls } = maker(ready);

	const ids = await Promise.all(Array.from({ length: 500 }, () => subject.idOf(['a', 'b'])));

	expect(new Set(ids)).toEqual(new Set(['a/b']));
	expect(calls).toEqual([[['a', 'b']]]);
});

it('asks for 450 folders in three calls', async () => {
	const { subject, calls } = maker(ready);

	await Promise.all(Array.from({ length: 450 }, (_, index) => subject.idOf([String(index)])));

	expect(calls.map(({ length }) => length)).toEqual([200, 200, 50]);
});

it('splits a call that would make more folders than one may', async () => {
	const { subject, calls } = maker(ready);
	const deep = (n: number) => Array.from({ length: 60 }, (_, i) => `${String(n)}-${String(i)}`);

	await Promise.all(Array.from({ length: 20 }, (_, n) => subject.idOf(deep(n))));

	expect(calls.map(({ length }) => length)).toEqual([8, 8, 4]);
});

it('splits a call whose names are too long for one body', async () => {
	const { subject, calls } = maker(ready);
	const long = (index: number) => Array.from({ length: 60 }, () => String(index).padEnd(250));

	await Promise.all(
		Array.from({ length: 10 }, (_, index) =>
			subject.idOf(long(index).map((name) => name.replaceAll(' ', 'x'))),
		),
	);

	expect(calls.flat()).toHaveLength(10);
	expect(Math.max(...calls.map(({ length }) => length))).toBeLessThan(10);
});

it.each([
	[['..'], 'bad_name', 'reserved'],
	[['a', ''], 'bad_name', 'empty'],
	[['a\\b'], 'bad_name', 'separator'],
	[Array.from({ length: 65 }, () => 'a'), 'too_deep', undefined],
])('refuses the path %j by itself, and the rest goes on', async (path, code, reason) => {
	const { subject, calls } = maker(ready);

	const [bad, good] = await Promise.allSettled([subject.idOf(path), subject.idOf(['fine'])]);

	expect(bad).toMatchObject({ status: 'rejected', reason: { code, reason } });
	expect(good).toMatchObject({ status: 'fulfilled', value: 'fine' });
	expect(calls).toEqual([[['fine']]]);
});

it('asks again for a folder that could not be made in passing', async () => {
	let down = true;
	const subject = new FolderMaker('top', (_, paths) =>
		down ? Promise.reject(new ApiError('unavailable')) : Promise.resolve(paths.map(ready)),
	);
	await expect(subject.idOf(['a'])).rejects.toMatchObject({ code: 'unavailable' });

	down = false;

	expect(await subject.idOf(['a'])).toBe('a');
});
