import type { RestoreTier } from '#contract/restore-tiers';
import { describe, expect, test } from 'vitest';
import {
	readyAboutOf,
	refusalOf,
	restoreStep,
	stateBy,
	type Restoring,
} from '../../../../lambdas/domain/restore.ts';

const now = new Date('2026-03-01T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const archived = {
	storageClass: 'GLACIER',
	restoredUntil: null,
	readyAbout: null,
	restoring: null,
} as const;

describe('what is to be done for one version', () => {
	test.each([
		['skip', { ...archived, storageClass: 'STANDARD_IA' as const }],
		['retrieve', archived],
		['retrieve', { ...archived, storageClass: 'DEEP_ARCHIVE' as const }],
		['retrieve', { ...archived, restoredUntil: inDays(-1) }],
		['extend', { ...archived, restoredUntil: inDays(6.9) }],
		['ready', { ...archived, restoredUntil: inDays(7) }],
		['ready', { ...archived, restoredUntil: inDays(30) }],
	])('is %s for %o', (step, stored) => {
		expect(restoreStep(stored, { tier: 'Standard', days: 7, now })).toBe(step);
	});

	test.each<[RestoreTier, RestoreTier | null, string]>([
		['Bulk', 'Bulk', 'restoring'],
		['Standard', 'Bulk', 'retrieve'],
		['Expedited', 'Standard', 'retrieve'],
		['Standard', 'Expedited', 'restoring'],
		['Expedited', 'Expedited', 'restoring'],
		['Bulk', null, 'restoring'],
		['Standard', null, 'retrieve'],
	])('asked at %s, while it comes at %s: %s', (tier, coming, step) => {
		const restoring: Restoring | null = coming === null ? null : { tier: coming, days: 3 };
		const stored = { ...archived, readyAbout: inDays(0.1), restoring };

		expect(restoreStep(stored, { tier, days: 7, now })).toBe(step);
	});
});

test.each([
	['Bulk', 12],
	['Standard', 5],
	['Expedited', 5 / 60],
] as const)(
	'a copy at %s is expected after the longest that S3 typically takes, %d hours',
	(tier, hours) => {
		expect(readyAboutOf(archived, tier, now)).toEqual(inDays(hours / 24));
	},
);

describe('so much', () => {
	const quoting = {
		tier: 'Standard',
		days: 7,
		region: 'us-east-1',
		isDeep: false,
		used: { files: 0, bytes: 0, usd: 0 },
		allowance: { files: 1000, bytes: 1e12, usd: 20 },
	} as const;
	const billed = (files: number, bytes = 1000) => ({
		retrieved: { files, bytes },
		extended: { files: 0, bytes: 0 },
	});

	test.each([
		[null, billed(1000), quoting],
		[null, { ...billed(0), extended: { files: 1, bytes: 1 } }, quoting],
		['nothing_archived', billed(0), quoting],
		['not_offered', billed(1), { ...quoting, tier: 'Expedited' as const, isDeep: true }],
		[null, billed(1), { ...quoting, isDeep: true }],
		[null, billed(300), { ...quoting, tier: 'Expedited' as const }],
		['too_many_for_expedited', billed(301), { ...quoting, tier: 'Expedited' as const }],
		['daily_files', billed(1001), quoting],
		['daily_files', billed(500), { ...quoting, used: { files: 501, bytes: 0, usd: 0 } }],
		['daily_bytes', billed(1, 1e12 + 1), quoting],
		['daily_usd', billed(1), { ...quoting, used: { files: 0, bytes: 0, usd: 20 } }],
	])('is refused as %s: %o', (refusal, amount, asked) => {
		expect(refusalOf(amount, asked)).toBe(refusal);
	});
});

test.each([
	['asking', { waiting: 1, restoring: 1 }],
	['restoring', { waiting: 0, restoring: 1 }],
	['done', { waiting: 0, restoring: 0 }],
] as const)('a job is %s while %o', (state, counts) => {
	expect(stateBy({ ready: 5, failed: 1, cancelled: 1, ...counts })).toBe(state);
});
