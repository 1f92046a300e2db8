import type { Entry, Sort } from '#contract/entries';
import { entryOrder, mergeInOrder, readerCollation } from '$lib/vault/list/entry-order';
import { afterEach, describe, expect, it, vi } from 'vitest';
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

describe('the order of a folder in a language of its own', () => {
	const letters = ['Ål', 'apa', 'ö', 'orm', 'ål 10', 'ål 9', 'äpple', 'ñu', 'nz', 'čaj', 'czech'];
	const entries = [...letters.map((name) => vault.addFile(name)), vault.addFolder('å'), folder];
	const read = (sort: Sort, collation: string | null) =>
		named(entries.toSorted(entryOrder(sort, collation))).join(' ');

	it.each([
		['sv-SE', 'zebra å apa čaj czech ñu nz orm Ål ål 9 ål 10 äpple ö'],
		['es', 'å zebra Ål ål 9 ål 10 apa äpple čaj czech nz ñu ö orm'],
		['cs-CZ', 'å zebra Ål ål 9 ål 10 apa äpple czech čaj ñu nz ö orm'],
	])('has the letters of %s in their places', (collation, names) => {
		expect(read('name', collation)).toBe(names);
	});

	it('is turned by the list, and goes by names alone', () => {
		expect(read('-name', 'sv')).toBe('å zebra ö äpple ål 10 ål 9 Ål orm nz ñu czech čaj apa');
		expect(read('size', 'sv')).toBe(read('size', null));
	});

	it.each(['de-CH', 'fr'])('is that of the vault in %s', (collation) => {
		expect(read('name', collation)).toBe(read('name', null));
	});

	it('puts equal names by their ids', () => {
		const [one, two] = [vault.addFile('å'), vault.addFile('a\u030a')];
		expect([two, one].sort(entryOrder('name', 'sv'))).toEqual([one, two]);
	});

	it('is the same function for the same order', () => {
		expect(entryOrder('name', 'sv')).toBe(entryOrder('name', 'sv'));
		expect(entryOrder('name', 'sv')).not.toBe(entryOrder('name', null));
		expect(entryOrder('name', null)).toBe(entryOrder('name'));
	});
});

describe('what a list of names is asked for', () => {
	afterEach(() => vi.restoreAllMocks());

	it.each([
		['sv-SE', 'sv-SE'],
		['de-DE', undefined],
		['en-US@posix', undefined],
	])('in %s is %s', (language, collation) => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue(language);
		expect(readerCollation()).toBe(collation);
	});
});

describe('arrivals', () => {
	const order = entryOrder('name');
	const list = [vault.addFile('b'), vault.addFile('d'), vault.addFile('f')];

	it('take the places the order gives them', () => {
		const arrivals = [vault.addFile('e'), vault.addFolder('x'), vault.addFile('a')];

		const merged = mergeInOrder(list, arrivals, { order, open: [] });

		expect(named(merged)).toEqual(['x', 'a', 'b', 'd', 'e', 'f']);
	});

	it('move an entry that is there already instead of doubling it', () => {
		const renamed = { ...list[0], name: 'z' } as Entry;

		const merged = mergeInOrder(list, [renamed], { order, open: [] });

		expect(named(merged)).toEqual(['d', 'f', 'z']);
	});

	it('beyond the end of an unfinished list wait for their own page', () => {
		const merged = mergeInOrder(list, [vault.addFile('c'), vault.addFile('z')], {
			order,
			open: ['end'],
		});

		expect(named(merged)).toEqual(['b', 'c', 'd', 'f']);
	});

	it('before the first entry of a list that was read from its end wait for their own page', () => {
		const merged = mergeInOrder(list, [vault.addFile('a'), vault.addFile('z')], {
			order,
			open: ['start'],
		});

		expect(named(merged)).toEqual(['b', 'd', 'f', 'z']);
	});

	it('on both sides of what is loaded from the middle wait for their own pages', () => {
		const merged = mergeInOrder(
			list,
			['a', 'c', 'z'].map((name) => vault.addFile(name)),
			{
				order,
				open: ['start', 'end'],
			},
		);

		expect(named(merged)).toEqual(['b', 'c', 'd', 'f']);
	});
});
