import type { Call } from '$lib/api/call';
import { formatBytes } from '$lib/format/bytes';
import { offeredTiers, quoteAll, suggestedTier, taskOf } from '$lib/vault/restore/restore-quote';
import { quoteLines, tierDuration, tierReady } from '$lib/vault/restore/tier-words';
import { describe, expect, it, test } from 'vitest';
import { quoteOf } from './quotes';

const none = { files: 0, bytes: 0 };
const some = { files: 2, bytes: 3 * 1024 ** 2 };
const dear = { retrievalUsd: 1, requestsUsd: 0, copiesUsd: 0, totalUsd: 1 };

describe('what a sheet is for', () => {
	test.each([
		[{}, 'restore'],
		[{ archived: none, restoring: some }, 'hasten'],
		[{ archived: none, restored: some }, 'extend'],
		[{ archived: none }, 'nothing'],
	] as const)('%o: %s', (more, task) => {
		expect(taskOf(quoteOf(more))).toBe(task);
	});

	it('offers of what is being restored only what is faster', () => {
		const tiers = [{ refusal: 'nothing_archived' }, { refusal: 'nothing_archived' }, {}] as const;
		const quote = quoteOf({ archived: none, restoring: some, tiers });

		expect(offeredTiers(quote).map(({ tier }) => tier)).toEqual(['Expedited']);
	});
});

describe('the suggested way', () => {
	it('is the fastest of those that cost next to nothing', () => {
		expect(suggestedTier(quoteOf().tiers)).toBe('Standard');
	});

	it('is the cheapest where all cost something', () => {
		expect(suggestedTier(quoteOf({ tiers: [{ price: dear }, { price: dear }] }).tiers)).toBe(
			'Bulk',
		);
	});

	it('is none that is refused', () => {
		const refusal = 'daily_files' as const;
		const tiers = [{}, { refusal }, { refusal }];
		expect(suggestedTier(quoteOf({ tiers }).tiers)).toBe('Bulk');
		expect(suggestedTier(quoteOf({ tiers: [{ refusal }, { refusal }, { refusal }] }).tiers)).toBe(
			undefined,
		);
	});
});

describe('a quote of more than one request takes', () => {
	it('adds up, and is refused where a part is', async () => {
		const answers = [
			quoteOf({ tiers: [{}, { refusal: 'daily_usd' }] }),
			quoteOf({ archived: none, restored: some, tiers: [{ refusal: 'nothing_archived' }] }),
		];
		const sizes: number[][] = [];
		const call = ((_endpoint: unknown, asked: { targets: unknown[]; besides?: unknown[] }) => {
			sizes.push([asked.targets.length, asked.besides?.length ?? 0]);
			return Promise.resolve(answers[sizes.length - 1]);
		}) as unknown as Call;
		const targets = Array.from({ length: 201 }, () => ({ entryId: crypto.randomUUID() }));

		const sum = await quoteAll(call, { targets, days: 7 });

		// Each names what the other counts, so that what lies below it is counted once.
		expect(sizes).toEqual([
			[200, 1],
			[1, 200],
		]);
		expect(sum).toMatchObject({ archived: { files: 1, bytes: 1000 }, restored: some });
		expect(sum.tiers.map(({ refusal }) => refusal)).toEqual([null, 'daily_usd', null]);
		expect(sum.tiers[0]?.price.totalUsd).toBeCloseTo(0.002);
	});
});

describe('in words', () => {
	const reader = { now: new Date('2025-01-15T20:00:00Z'), timeZone: 'UTC' };

	it('says how long each way takes and when it is ready', () => {
		const { tiers } = quoteOf();
		expect(tiers.map(tierDuration)).toEqual(['5–12 hours', '3–5 hours', '1–5 minutes']);
		expect(tiers.map((tier) => tierReady(tier, reader))).toEqual([
			'tomorrow morning',
			'tonight',
			'within 5 minutes',
		]);
	});

	it('says what is archived, what is on its way and what is there', () => {
		const quote = quoteOf({ archived: some, restoring: { files: 1, bytes: 1 }, restored: some });
		expect(quoteLines(quote, formatBytes)).toEqual([
			'2 files, 3 MB, are archived.',
			'1 file is being restored already.',
			'2 files are restored and can be opened now.',
		]);
	});

	it('calls a part a part', () => {
		expect(quoteLines(quoteOf({ complete: false }), formatBytes)).toEqual([
			'At least 1 file, 1000 B, is archived.',
		]);
	});
});
