import { storageWords } from '$lib/vault/entry/storage-words';
import { expect, test } from 'vitest';

const reader = { now: new Date('2025-11-27T10:00:00Z'), timeZone: 'UTC' };
const archived = { storageClass: 'GLACIER', restoredUntil: null, readyAbout: null } as const;

test.each([
	[{ ...archived, storageClass: 'STANDARD' } as const, undefined],
	[{ ...archived, storageClass: 'STANDARD_IA' } as const, 'Cool'],
	[{ ...archived, storageClass: 'GLACIER_IR' } as const, 'Cold'],
	[archived, 'Archived'],
	[{ ...archived, storageClass: 'DEEP_ARCHIVE' } as const, 'Archived'],
	[{ ...archived, readyAbout: '2025-11-27T14:58:00Z' }, 'Restoring, ready about 15:00'],
	[{ ...archived, restoredUntil: '2025-12-04T10:00:00Z' }, 'Restored until 4 Dec'],
	[{ ...archived, restoredUntil: '2035-11-25T00:00:00Z' }, 'Kept ready'],
	// S3 has not told of its end yet.
	[{ ...archived, restoredUntil: '2025-11-27T09:59:00Z' }, 'Archived'],
])('%o is marked %s', (stored, mark) => {
	expect(storageWords(stored, reader)?.mark).toBe(mark);
});
