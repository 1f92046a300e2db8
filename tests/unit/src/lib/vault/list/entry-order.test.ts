import type { Entry, Sort } from '#contract/entries';
import { entryOrder, mergeInOrder } from '$lib/vault/list/entry-order';
import { describe, expect, it } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const vault = new FakeVaultApi();
const folder = vault.addFolder('zebra');
const files = ['Image 10.png', 'image 9.png', 'Émile.txt', 'edge.txt', 'apple'].map((name, n) =>
	vault.addFile(name, undefined, { sizeBytes: n * 10 }),
);
const named = (entries: readonly Entry[]) => entries.map((entry) => entry.name);

describe('the order of a folder', () => {
	it.each<{ sort: Sort; names: string[] }>([
		{
			sort: 'name',
			names: ['zebra', 'apple', 'edge.txt', 'Émile.txt', 'image 9.png', 'Image 10.png'],
		},
		{
			sort: '-name',
			names: ['zebra', 'Image 10.png', 'image 9.png', 'Émile.txt', 'edge.txt', 'apple'],
		},
		{
			sort: '-size',
			names: ['zebra', 'apple', 'edge.txt', 'Émile.txt', 'image 9.png', 'Image 10.png'],
		},
		{
			sort: 'changed',
			names: ['zebra', 'Image 10.png', 'image 9.png', 'Émile.txt', 'edge.txt', 'apple'],
		},
	])('by $sort puts folders first and numbers by value', ({ sort, names }) => {
		expect(named([...files, folder].sort(entryOrder(sort)))).toEqual(names);
	});
});

describe('arrivals', () => {
	const order = entryOrder('name');
	const list = [vault.addFile('b'), vault.addFile('d'), vault.addFile('f')];

	it('take the places the order gives them', () => {
		const arrivals = [vault.addFile('e'), vault.addFolder('x'), vault.addFile('a')];

		const merged = mergeInOrder(list, arrivals, { order, open: undefined });

		expect(named(merged)).toEqual(['x', 'a', 'b', 'd', 'e', 'f']);
	});

	it('move an entry that is there already instead of doubling it', () => {
		const renamed = { ...list[0], name: 'z' } as Entry;

		const merged = mergeInOrder(list, [renamed], { order, open: undefined });

		expect(named(merged)).toEqual(['d', 'f', 'z']);
	});

	it('beyond the end of an unfinished list wait for their own page', () => {
		const merged = mergeInOrder(list, [vault.addFile('c'), vault.addFile('z')], {
			order,
			open: 'end',
		});

		expect(named(merged)).toEqual(['b', 'c', 'd', 'f']);
	});

	it('before the first entry of a list that was read from its end wait for their own page', () => {
		const merged = mergeInOrder(list, [vault.addFile('a'), vault.addFile('z')], {
			order,
			open: 'start',
		});

		expect(named(merged)).toEqual(['b', 'd', 'f', 'z']);
	});
});
