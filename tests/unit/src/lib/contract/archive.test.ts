import { isArchiveClass, isArchived } from '#contract/archive';
import { storageClass } from '#contract/entries';
import { describe, expect, test } from 'vitest';

const now = new Date('2026-03-01T12:00:00Z');

test('of all storage classes two are archives', () => {
	expect(storageClass.options.filter(isArchiveClass)).toEqual(['GLACIER', 'DEEP_ARCHIVE']);
});

describe('a file is archived', () => {
	test.each([
		['GLACIER', undefined],
		['DEEP_ARCHIVE', null],
		['GLACIER', new Date('2026-03-01T11:59:59.999Z')],
		['DEEP_ARCHIVE', now],
	] as const)('in %s, restored until %s', (storageClass, restoredUntil) => {
		const stored = restoredUntil === undefined ? { storageClass } : { storageClass, restoredUntil };

		expect(isArchived(stored, now)).toBe(true);
	});
});

describe('a file can be read at once', () => {
	test.each([
		['STANDARD', null],
		['STANDARD_IA', null],
		['ONEZONE_IA', null],
		['INTELLIGENT_TIERING', null],
		['GLACIER_IR', null],
		['STANDARD', new Date(0)],
		['GLACIER', new Date('2026-03-01T12:00:00.001Z')],
		['DEEP_ARCHIVE', new Date('2026-03-08T12:00:00Z')],
	] as const)('in %s, restored until %s', (storageClass, restoredUntil) => {
		expect(isArchived({ storageClass, restoredUntil }, now)).toBe(false);
	});
});
