import { archiveState, isArchiveClass, isReadable } from '#contract/archive';
import { storageClass } from '#contract/entries';
import { describe, expect, test } from 'vitest';

const now = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-01T12:00:00.001Z');
const earlier = new Date('2026-03-01T11:59:59.999Z');

test('of all storage classes two are archives', () => {
	expect(storageClass.options.filter(isArchiveClass)).toEqual(['GLACIER', 'DEEP_ARCHIVE']);
});

describe('the state of a file in an archive', () => {
	test.each([
		['archived', null, null],
		['archived', earlier, null],
		['archived', now, null],
		['restoring', null, later],
		['restoring', null, earlier],
		['restoring', earlier, later],
		['restored', later, null],
		['restored', later.toISOString(), null],
		['restored', later, earlier],
	] as const)('is %s, restored until %s, ready about %s', (state, restoredUntil, readyAbout) => {
		for (const storageClass of ['GLACIER', 'DEEP_ARCHIVE'] as const) {
			expect(archiveState({ storageClass, restoredUntil, readyAbout }, now)).toBe(state);
		}
	});
});

test.each(['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'] as const)(
	'a file in %s is available, whatever was restored once',
	(storageClass) => {
		const stored = { storageClass, restoredUntil: earlier, readyAbout: null };

		expect(archiveState(stored, now)).toBe('available');
		expect(isReadable(stored, now)).toBe(true);
	},
);

test.each([
	[null, null, false],
	[null, later, false],
	[later, null, true],
	[earlier, null, false],
] as const)(
	'an archived file restored until %s, ready about %s: readable is %s',
	(restoredUntil, readyAbout, readable) => {
		expect(isReadable({ storageClass: 'GLACIER', restoredUntil, readyAbout }, now)).toBe(readable);
	},
);
