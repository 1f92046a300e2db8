import {
	contentsWords,
	holdingOf,
	holdingWords,
	itemsWords,
	sizeWords,
} from '$lib/vault/entry/holding-words';
import { expect, test } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const api = new FakeVaultApi();
const file = api.addFile('a.txt', undefined, { sizeBytes: 1536 });
const empty = api.addFolder('empty');
const full = { ...api.addFolder('full'), totals: { items: 2, files: 40, bytes: 2 * 1024 * 1024 } };

test('a file has its size, and a folder that of all below it', () => {
	expect(sizeWords(file)).toBe('1.5 KB');
	expect(sizeWords(full)).toBe('2 MB');
	expect(sizeWords(empty)).toBe('');
});

test('a folder says how many items lie directly in it', () => {
	expect(itemsWords(full)).toBe('2 items');
	expect(itemsWords(empty)).toBe('0 items');
	expect(itemsWords(file)).toBe('');
});

test('what a folder holds is told in a line, without a size where it has no files', () => {
	expect(holdingWords(full.totals)).toBe('2 items, 2 MB');
	expect(holdingWords(empty.totals)).toBe('0 items');
	expect(contentsWords(full.totals)).toBe('2 MB in 40 files');
	expect(contentsWords(empty.totals)).toBe('No files');
});

test('the line below a list is what its entries make together', () => {
	expect(holdingOf([file, empty, full])).toEqual({ items: 3, files: 41, bytes: 2_098_688 });
});
