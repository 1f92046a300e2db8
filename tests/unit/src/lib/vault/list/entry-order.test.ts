import type { Entry, Sort } from '#contract/entries';
import { PAGE_MAX } from '#contract/limits';
import { entryOrder, inLocalOrder, mergeInOrder } from '$lib/vault/list/entry-order';
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

describe('a whole folder in the language of the browser', () => {
	const letters = [
		'Ål',
		'apa',
		'bil',
		'ö',
		'orm',
		'ål 10',
		'ål 9',
		'äpple',
		'ñu',
		'nz',
		'czech',
		'čaj',
	];
	const whole = [...letters.map((name) => vault.addFile(name)), vault.addFolder('å'), folder].sort(
		entryOrder('name'),
	);
	const read = (language: string, sort: Sort = 'name') => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue(language);
		return named(inLocalOrder(whole, sort));
	};
	afterEach(() => vi.restoreAllMocks());

	it.each([
		['sv-SE', 'zebra å apa bil čaj czech ñu nz orm Ål ål 9 ål 10 äpple ö'],
		['es', 'å zebra Ål ål 9 ål 10 apa äpple bil čaj czech nz ñu ö orm'],
		['cs-CZ', 'å zebra Ål ål 9 ål 10 apa äpple bil czech čaj ñu nz ö orm'],
	])('has the letters of %s in their places', (language, names) => {
		expect(read(language).join(' ')).toBe(names);
	});

	it.each([
		['uk', 'яма їжак іній ґанок гора'],
		['zh-CN', '一月 啊 北京'],
		['zh-TW', '丁 乙'],
		['ja', '丁 乙'],
		['vi', 'đá da dz'],
	])('of %s is that of its own letters', (language, text) => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue(language);
		const entries = text.split(' ').map((name) => vault.addFile(name));
		const sorted = text.split(' ').toSorted(new Intl.Collator(language).compare);
		const inVault = named([...entries].sort(entryOrder('name')));
		expect(named(inLocalOrder(entries.sort(entryOrder('name')), 'name'))).toEqual(sorted);
		expect(inVault).not.toEqual(sorted);
	});

	it.each(['en-GB', 'de-CH', 'fr', 'it', 'nl', 'pt-BR'])(
		'of %s is that of the vault',
		(language) => {
			expect(read(language)).toEqual(named(whole));
		},
	);

	it('is turned by the list, and asked for by names alone', () => {
		const names = read('sv');
		expect(read('sv', '-name')).toEqual([
			...names.slice(0, 2).toReversed(),
			...names.slice(2).toReversed(),
		]);
		expect(read('sv', 'size')).toEqual(named(whole));
	});

	it('is left to the vault where the folder is longer than a page', () => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue('sv');
		const long = Array.from({ length: PAGE_MAX + 1 }, () => whole[0]).map(
			(entry, n) => ({ ...entry, name: n === 0 ? 'å' : 'b' }) as Entry,
		);
		expect(inLocalOrder(long, 'name')).toBe(long);
		expect(named(inLocalOrder(long.slice(1 - long.length), 'name')).at(-1)).toBe('b');
		expect(named(inLocalOrder(long.slice(0, PAGE_MAX), 'name')).at(-1)).toBe('å');
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
