import { describe, expect, test } from 'vitest';
import { InTurn } from '../../../../../../src/lib/uploads/transfer/in-turn';

/** Works that end when they are told to, and tell which have begun. */
function works(turns: InTurn) {
	const begun: string[] = [];
	const ends = new Map<string, PromiseWithResolvers<string>>();
	const add = (name: string, sizeBytes: number) => {
		const end = Promise.withResolvers<string>();
		ends.set(name, end);
		return turns.run(sizeBytes, () => {
			begun.push(name);
			return end.promise;
		});
	};
	return { begun, add, end: (name: string) => ends.get(name) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('works in turn', () => {
	test('begin one after the other where each is large', async () => {
		const { begun, add, end } = works(new InTurn(10));
		const first = add('a', 8);
		void add('b', 8);
		await settled();
		expect(begun).toEqual(['a']);

		end('a')?.resolve('read');

		expect(await first).toBe('read');
		await settled();
		expect(begun).toEqual(['a', 'b']);
	});

	test('run side by side where all are small, and none overtakes a large one', async () => {
		const { begun, add, end } = works(new InTurn(10));
		for (const name of ['a', 'b', 'c']) void add(name, 3);
		void add('large', 25);
		void add('d', 1);
		await settled();
		expect(begun).toEqual(['a', 'b', 'c']);

		for (const name of ['a', 'b', 'c']) end(name)?.resolve('read');
		await settled();
		expect(begun).toEqual(['a', 'b', 'c', 'large']);
	});

	test('go on behind one that fails', async () => {
		const { begun, add, end } = works(new InTurn(10));
		const first = add('a', 10);
		void add('b', 10);
		await settled();

		end('a')?.reject(new Error('unreadable'));

		await expect(first).rejects.toThrow('unreadable');
		await settled();
		expect(begun).toEqual(['a', 'b']);
	});
});
