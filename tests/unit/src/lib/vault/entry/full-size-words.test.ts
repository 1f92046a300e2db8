import { fullSizeWords } from '$lib/vault/entry/full-size-words';
import { expect, test } from 'vitest';

const reader = { now: new Date('2025-11-27T10:00:00Z'), timeZone: 'UTC' };
const archived = { storageClass: 'GLACIER', restoredUntil: null, readyAbout: null } as const;

test.each([
	[archived, 'Full size in 1 minute to 12 hours, from the archive.'],
	[
		{ ...archived, storageClass: 'DEEP_ARCHIVE' } as const,
		'Full size in 9 hours to 48 hours, from the archive.',
	],
	[
		{ ...archived, readyAbout: '2025-11-27T14:58:00Z' },
		'Full size is being restored, ready about 15:00.',
	],
	[{ ...archived, restoredUntil: '2025-12-04T00:00:00Z' }, undefined],
	[{ ...archived, storageClass: 'STANDARD' } as const, undefined],
])('%o: %s', (stored, words) => {
	expect(fullSizeWords(stored, reader)).toBe(words);
});
