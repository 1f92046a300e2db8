import { getRestore, type RestoreJob } from '#contract/restores';
import { quoted } from '$lib/format/quoted';
import { canBeRepeated, jobLine, jobName, jobNote, jobsToShow } from '$lib/vault/restore/job-words';
import { restoreLabel } from '$lib/vault/restore/restore-wish';
import { keepDays } from '$lib/vault/restore/restored-shelf.svelte';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const reader = { now: new Date('2025-01-15T10:00:00Z'), timeZone: 'UTC' };
const none = { total: 0, waiting: 0, restoring: 0, ready: 0, failed: 0, cancelled: 0 };

function jobOf(more: Omit<Partial<RestoreJob>, 'files'> & { files?: object }): RestoreJob {
	return v.parse(getRestore.response.entries.job, {
		id: '00000000-0000-7000-8000-000000000001',
		subject: { kind: 'entries', count: 0 },
		state: 'restoring',
		refusal: null,
		tier: 'Standard',
		days: 7,
		bytes: { total: 0, ready: 0 },
		slower: 0,
		estimatedUsd: null,
		readyAbout: null,
		createdAt: '2025-01-15T09:00:00.000Z',
		finishedAt: null,
		...more,
		files: { ...none, ...more.files },
	});
}

const readyAbout = '2025-01-15T14:58:00.000Z';

test.each([
	[{ state: 'finding', files: { total: 1204 } }, 'Looking for archived files: 1,204 files so far'],
	[
		{ state: 'asking', files: { total: 12_040, waiting: 11_040 } },
		'1,000 of 12,040 files asked for',
	],
	[{ files: { total: 1, restoring: 1 }, readyAbout, estimatedUsd: 0 }, 'Ready about 15:00 · free'],
	[
		{ files: { total: 12, restoring: 9, ready: 3 }, readyAbout, estimatedUsd: 1.5 },
		'3 of 12 files ready · all about 15:00 · $1.50',
	],
	[
		{ state: 'done', files: { total: 6, ready: 3, failed: 2, cancelled: 1 } },
		'3 files restored · 2 files could not be restored · 1 file cancelled',
	],
	[
		{ state: 'refused', refusal: 'daily_files' },
		'These are more files than one person may restore in a day. Choose fewer, or go on tomorrow.',
	],
] as const)('says how far a job is: %o', (more, line) => {
	expect(jobLine(jobOf(more), reader)).toBe(line);
});

test.each([
	[{ subject: { kind: 'vault' } }, 'all files', true],
	[{ subject: { kind: 'entry', name: 'Holiday 2024' } }, quoted('Holiday 2024'), true],
	[{ subject: { kind: 'entry', name: null }, files: { total: 3 } }, '3 files', false],
	[{ subject: { kind: 'entries', count: 2 }, files: { total: 9 } }, '2 items', true],
	[{ subject: { kind: 'entries', count: 0 }, files: { total: 9 } }, '9 files', false],
] as const)(
	'says what a job restores, and whether it can be asked for again: %o',
	(more, name, again) => {
		expect(jobName(jobOf(more))).toBe(name);
		expect(canBeRepeated(jobOf(more))).toBe(again);
	},
);

test('says where S3 had no room for the tier', () => {
	expect(jobNote(jobOf({ slower: 1 }))).toBe(
		'S3 had no room for 1 file at Expedited: it comes at Standard.',
	);
	expect(jobNote(jobOf({ slower: 1, state: 'done' }))).toBeUndefined();
});

test('lists what is under way, and for a day what did not end well', () => {
	const finishedAt = '2025-01-15T09:30:00.000Z';
	const failed = jobOf({ state: 'done', files: { failed: 1 }, finishedAt });
	const old = { ...failed, finishedAt: '2025-01-13T09:30:00.000Z' };
	const open = jobOf({});
	const well = jobOf({ state: 'done', files: { ready: 1 }, finishedAt });

	expect(jobsToShow([open, well, failed, old], reader.now)).toEqual([open, failed]);
});

test.each([
	['2025-01-16T09:00:00Z', 7],
	['2025-01-21T09:30:00Z', 7],
	['2025-01-22T09:00:00Z', 30],
	['2025-02-14T10:00:00Z', 90],
	['2025-04-15T10:00:00Z', undefined],
])('a copy until %s can be kept for %s days from now', (until, days) => {
	expect(keepDays(until, reader.now)).toBe(days);
});

test('offers of the archive what the chosen entries allow', () => {
	const vault = new FakeVaultApi();
	const inGlacier = (more = {}) =>
		vault.addFile('x', undefined, { storageClass: 'GLACIER', ...more });
	const restored = inGlacier({ restoredUntil: '2025-01-16T10:00:00Z' });
	const offer = (...entries: Parameters<typeof restoreLabel>[0]) =>
		restoreLabel(entries, reader.now);

	expect(offer(vault.addFile('at hand'))).toBeUndefined();
	expect(offer(vault.addFolder('box'))).toBe('Restore from the archive…');
	expect(offer(vault.addFile('at hand'), inGlacier())).toBe('Restore from the archive…');
	expect(offer(inGlacier({ readyAbout: '2025-01-15T12:00:00Z' }))).toBe('Restore faster…');
	expect(offer(restored)).toBe('Keep the copy longer…');
	const kept = inGlacier({ restoredUntil: '2035-01-01T00:00:00Z' });
	expect(offer(kept)).toBeUndefined();
	expect(offer(kept, inGlacier())).toBe('Restore from the archive…');
	expect(offer(restored, inGlacier())).toBe('Restore from the archive…');
});
