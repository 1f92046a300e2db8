import type { Entry, File } from '#contract/entries';
import { quoted } from '$lib/format/quoted';
import { keepOffer, keepWords, keptWords, needsRestore } from '$lib/vault/restore/keep-words';
import { describe, expect, test } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const api = new FakeVaultApi();
const fileEntry = (name: string, facts: Partial<File> = {}) => api.addFile(name, undefined, facts);
const folderEntry = (name: string) => api.addFolder(name);
const reader = { now: new Date('2026-11-30T12:00:00Z'), timeZone: 'UTC' };
const storedAt = '2026-11-27T09:00:00Z';
const nothingAbove = { keptBy: null, storedAt };
const large = { sizeBytes: 128 * 1024 };

describe('what the details say of the archive', () => {
	test.each<[string, Entry, string | undefined]>([
		[
			'a file',
			fileEntry('a', large),
			'Moves to the archive on 27 Jan 2027, which bills 90 days at least',
		],
		[
			'a small file',
			fileEntry('a', { sizeBytes: 128 * 1024 - 1 }),
			'Stays ready: too small for the archive',
		],
		[
			'a file that is kept',
			fileEntry('a', { ...large, keepsReady: true }),
			'Kept ready; from 28 Dec on in Standard-IA, which bills 30 days at least',
		],
		[
			'one that is kept in Standard-IA',
			fileEntry('a', { ...large, keepsReady: true, storageClass: 'STANDARD_IA' }),
			'Kept ready',
		],
		['a small one that is kept', fileEntry('a', { sizeBytes: 5, keepsReady: true }), 'Kept ready'],
		['an archived file', fileEntry('a', { ...large, storageClass: 'GLACIER' }), undefined],
		[
			'an archived file that is kept',
			fileEntry('a', { ...large, storageClass: 'GLACIER', keepsReady: true }),
			'Kept ready once it is restored',
		],
		[
			'one of which there is a copy',
			fileEntry('a', {
				...large,
				storageClass: 'GLACIER',
				restoredUntil: '2036-11-30T00:00:00Z',
				keepsReady: true,
			}),
			'Kept ready',
		],
		['a folder', folderEntry('a'), 'Its files move to it after 60 days'],
	])('%s', (_, entry, words) => {
		expect(keepWords(entry, nothingAbove, reader)).toBe(words);
	});

	test('names the folder above that keeps it, unless it is kept itself', () => {
		const keptBy = { name: 'Holiday' };

		expect(keepWords(fileEntry('a', large), { keptBy, storedAt }, reader)).toEqual(
			expect.stringContaining(`Kept ready by ${quoted('Holiday')};`),
		);
		const own = fileEntry('a', { ...large, keepsReady: true });
		expect(keepWords(own, { keptBy, storedAt }, reader)).toMatch(/^Kept ready;/);
	});

	test('of what was old enough long ago, and is let go, the next midnight', () => {
		const old = { keptBy: null, storedAt: '2026-01-01T00:00:00Z' };
		const cool = fileEntry('a', { ...large, storageClass: 'STANDARD_IA' });

		expect(keepWords(cool, old, reader)).toMatch(/^Moves to the archive on tomorrow 00:00/);
	});

	test('says nothing of a day that is not known yet', () => {
		const unknown = { keptBy: null, storedAt: undefined };
		expect(keepWords(fileEntry('a', large), unknown, reader)).toBeUndefined();
	});
});

test.each([
	[true, undefined, 'kept ready'],
	[true, 1200, 'kept ready · 1,200 files so far'],
	[false, undefined, 'let go to the archive, which bills 90 days at least'],
])('what has become of it: kept %s, told of %s files', (keep, told, words) => {
	expect(keptWords(keep, told)).toBe(words);
});

test('a menu takes back what all have, and otherwise offers it to all', () => {
	const kept = fileEntry('a', { keepsReady: true });
	const other = folderEntry('b');

	expect(keepOffer([kept, other])).toEqual({ keep: true, label: 'Keep ready' });
	expect(keepOffer([kept])).toEqual({ keep: false, label: 'Let it be archived' });
	expect(keepOffer([kept, kept])).toEqual({ keep: false, label: 'Let them be archived' });
});

test('what is archived, and has no copy yet, is to be restored', () => {
	const archived = fileEntry('a', { storageClass: 'GLACIER' });

	expect(needsRestore([fileEntry('b'), archived])).toBe(true);
	expect(needsRestore([fileEntry('b'), folderEntry('c')])).toBe(false);
	expect(needsRestore([{ ...archived, readyAbout: '2026-12-01T00:00:00Z' }])).toBe(false);
});
