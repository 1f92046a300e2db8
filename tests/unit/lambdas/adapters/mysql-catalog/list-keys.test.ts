import { UTC_OFFSET_MAX_MINUTES } from '#contract/limits';
import { takenOn } from '#contract/media-time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listKeysOf, naturalKey } from '../../../../../lambdas/adapters/mysql-catalog/list-keys.ts';
import type { StoredFile, StoredFolder } from '../../../../../lambdas/domain/entry.ts';

const ID = '01890000-0000-7000-8000-000000000001';
const LATER_ID = '01890000-0000-7000-8000-000000000002';

const NOTHING = { durationMs: null, width: null, height: null };

const common = {
	ownerId: '01890000-0000-7000-8000-0000000000ff',
	id: ID,
	parentId: '01890000-0000-7000-8000-0000000000fe',
	name: 'a',
	rev: 0,
	createdAt: new Date(1000),
	updatedAt: new Date(2000),
	trashed: null,
	keepsReady: false,
};
const folder: StoredFolder = { ...common, kind: 'folder', heightBound: 0 };
const file: StoredFile = {
	...common,
	kind: 'file',
	versionId: ID,
	sizeBytes: 1,
	contentType: 'image/png',
	storageClass: 'STANDARD',
	restoredUntil: null,
	readyAbout: null,
	missingSince: null,
	staysReady: false,
	hasThumb: false,
	hasPreview: false,
	modifiedAt: new Date(500),
	media: null,
};

const sorted = (names: readonly string[]) =>
	names.toSorted((a, b) => Buffer.compare(naturalKey(a), naturalKey(b)));

describe('names sort as people sort them', () => {
	test.each([
		[['image 1', 'image 2', 'image 9', 'image 10', 'image 100']],
		[['1', '2', '10', '010x', '11']],
		[['a', 'B', 'c', 'D']],
		[['eclair', 'Éclairs', 'eclipse']],
		[['a', 'a b', 'a1', 'ab']],
		[['v1.9', 'v1.10', 'v2']],
		[['9'.repeat(30), `1${'0'.repeat(30)}`]],
	])('%j', (names) => {
		expect(sorted(names.toReversed())).toEqual(names);
	});

	test('by the value of their numbers, always', () => {
		const numbers = fc.tuple(fc.string(), fc.maxSafeNat(), fc.maxSafeNat());
		fc.assert(
			fc.property(numbers, ([text, a, b]) => {
				const prefix = text.replace(/\d+$/, '');
				const order = Buffer.compare(
					naturalKey(prefix + String(a)),
					naturalKey(prefix + String(b)),
				);
				if (prefix.length < 50) expect(order).toBe(Math.sign(a - b));
			}),
		);
	});

	test('whatever their case and accents', () => {
		expect(naturalKey('RÉSUMÉ 007')).toEqual(naturalKey('resume 7'));
	});
});

describe('the keys of a list', () => {
	test('put every folder before every file', () => {
		const first = listKeysOf({ ...file, name: '!', sizeBytes: 0, updatedAt: new Date(0) });
		const last = listKeysOf({ ...folder, name: '\u{10fffd}', updatedAt: new Date(4e12) });

		for (const key of ['sortKey', 'changedKey', 'sizeKey'] as const) {
			expect(Buffer.compare(last[key], first[key])).toBe(-1);
		}
	});

	test('are never the same for two entries that are the same but for their id', () => {
		const [one, other] = [listKeysOf(file), listKeysOf({ ...file, id: LATER_ID })];

		for (const key of ['sortKey', 'changedKey', 'sizeKey', 'recentKey', 'mediaKey'] as const) {
			expect(Buffer.compare(one[key] ?? one.sortKey, other[key] ?? one.sortKey)).toBe(-1);
		}
	});

	test('keep the order of sizes up to five tebibytes', () => {
		const sizes = [0, 1, 255, 256, 65_536, 2 ** 32, 2 ** 32 + 1, 5 * 2 ** 40];

		const keys = sizes.map((sizeBytes) => listKeysOf({ ...file, sizeBytes }).sizeKey);

		expect(keys.toReversed().sort((a, b) => Buffer.compare(a, b))).toEqual(keys);
	});

	test('fit their columns for the longest names there are', () => {
		for (const char of ['a', '1', 'ⱥ', '漢', '🍣', 'ΐ', '한']) {
			const name = char.repeat(Math.floor(255 / Buffer.byteLength(char)));
			const keys = listKeysOf({ ...file, name });

			expect(keys.sortKey.length).toBeLessThanOrEqual(530);
			expect(keys.nameKey.length).toBeLessThanOrEqual(820);
		}
	});

	test('leave folders out of the timelines, and other files out of the pictures', () => {
		expect(listKeysOf(folder)).toMatchObject({ recentKey: null, mediaKey: null });
		expect(listKeysOf({ ...file, contentType: 'text/plain' }).mediaKey).toBeNull();
	});

	test('put pictures in order of the day where they were taken, and of the instant within it', () => {
		const offset = fc.integer({ min: -UTC_OFFSET_MAX_MINUTES, max: UTC_OFFSET_MAX_MINUTES });
		const time = fc.date({
			min: new Date('1000-01-03T00:00:00Z'),
			max: new Date('9999-12-29T00:00:00Z'),
			noInvalidDate: true,
		});
		const taken = fc.tuple(time, fc.option(offset)).map(([takenAt, utcOffsetMinutes]) => {
			return { ...file, media: { ...NOTHING, takenAt, utcOffsetMinutes } };
		});
		const near = fc.tuple(taken, fc.integer({ min: -1e8, max: 1e8 }), fc.option(offset));
		const keyOf = (each: StoredFile) => listKeysOf(each).mediaKey ?? Buffer.alloc(0);
		fc.assert(
			fc.property(near, ([one, laterMs, utcOffsetMinutes]) => {
				const takenAt = new Date(one.media.takenAt.getTime() + laterMs);
				const other = { ...file, media: { ...NOTHING, takenAt, utcOffsetMinutes } };
				const days = Math.sign(Date.parse(takenOn(one)) - Date.parse(takenOn(other)));
				const [a, b] = [keyOf(one), keyOf(other)];

				expect([a.length, b.length]).toEqual([23, 23]);
				expect(Buffer.compare(a, b)).toBe(days === 0 ? Math.sign(0 - laterMs) : days);
			}),
		);
	});

	test('make a name in the trash its own', () => {
		const trashed = { at: new Date(), fromId: ID, fromPath: [], sweepAt: new Date() };
		const [one, other] = [ID, LATER_ID].map((id) => listKeysOf({ ...file, id, trashed }).nameKey);

		expect(one).not.toEqual(other);
		expect(listKeysOf(file).nameKey).toEqual(Buffer.from('a'));
	});
});
