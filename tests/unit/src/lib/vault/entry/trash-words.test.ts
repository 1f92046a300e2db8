import { goneAt, goneWords, originAddress, originWords } from '$lib/vault/entry/trash-words';
import { expect, test } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const place = { now: new Date('2025-01-15T14:30:00Z'), timeZone: 'Europe/Berlin' };

test('what was moved to trash stays for thirty days', () => {
	const file = { ...new FakeVaultApi().addFile('a'), trashedAt: '2025-01-01T10:00:00.000Z' };

	expect(goneAt(file)).toBe('2025-01-31T10:00:00.000Z');
});

test.each([
	['2025-01-27T01:00:00.000Z', 'gone in 12 days'],
	['2025-01-17T22:59:00.000Z', 'gone in 2 days'],
	['2025-01-15T23:00:00.000Z', 'gone tomorrow'],
	['2025-01-15T22:59:00.000Z', 'gone today'],
	['2025-01-15T14:00:00.000Z', 'gone today'],
])('until %s it says: %s', (instant, said) => {
	expect(goneWords(instant, place)).toBe(said);
});

test.each([
	[{ names: [], cut: false }, 'Files'],
	[{ names: ['Reports', '2024'], cut: false }, 'Files / Reports / 2024'],
	[{ names: ['2024', 'March', 'Bills'], cut: true }, '… / 2024 / March / Bills'],
])('names the folder something came from: %o', (origin, said) => {
	expect(originWords({ entryId: 'a', folderId: null, ...origin })).toBe(said);
});

test('leads to a folder that is still there alone', () => {
	const origin = { entryId: 'a', names: ['old'], cut: false };

	expect(originAddress({ ...origin, folderId: 'b' })).toBe('/folders/b');
	expect(originAddress({ ...origin, folderId: null })).toBeUndefined();
});
