import { describe, expect, test } from 'vitest';
import { lifecycleFaults } from '../../../../lambdas/domain/lifecycle-faults.ts';
import type { LifecycleRule } from '../../../../lambdas/ports/bucket-settings.ts';

const rule = (more: Partial<LifecycleRule>): LifecycleRule => ({
	isOn: true,
	prefix: '',
	isNarrowed: false,
	moves: [],
	expires: false,
	oldVersionsGoAfterDays: undefined,
	unfinishedUploadsGoAfterDays: undefined,
	...more,
});
const sleep = rule({
	prefix: 'u/',
	moves: [
		{ to: 'STANDARD_IA', afterDays: 30 },
		{ to: 'GLACIER', afterDays: 60 },
	],
});
const leftovers = rule({ oldVersionsGoAfterDays: 30, unfinishedUploadsGoAfterDays: 7 });

describe('the lifecycle of the bucket', () => {
	test('is as it should be where originals sleep and only leftovers go', () => {
		expect(lifecycleFaults([sleep, leftovers])).toEqual([]);
	});

	test('may do each thing in a rule of its own', () => {
		const rules = [
			...sleep.moves.map((move) => rule({ prefix: 'u/', moves: [move] })),
			rule({ prefix: 'u/', oldVersionsGoAfterDays: 90 }),
			rule({ prefix: 'd/', oldVersionsGoAfterDays: 1 }),
			rule({ prefix: 'u/', unfinishedUploadsGoAfterDays: 14 }),
		];

		expect(lifecycleFaults(rules)).toEqual([]);
	});

	test('is nothing to rely on where there is no rule', () => {
		expect(lifecycleFaults([])).toEqual([
			'originals-stay-expensive',
			'old-versions-stay',
			'unfinished-uploads-stay',
		]);
	});

	test.each<[string, string, LifecycleRule[]]>([
		['that is switched off', 'originals-stay-expensive', [{ ...sleep, isOn: false }, leftovers]],
		[
			'that leaves out some originals',
			'originals-stay-expensive',
			[{ ...sleep, isNarrowed: true }, leftovers],
		],
		[
			'for one person alone',
			'originals-stay-expensive',
			[{ ...sleep, prefix: 'u/anna/' }, leftovers],
		],
		[
			'that never reaches the archive',
			'originals-stay-expensive',
			[{ ...sleep, moves: sleep.moves.slice(0, 1) }, leftovers],
		],
		[
			'at another age',
			'originals-stay-expensive',
			[{ ...sleep, moves: sleep.moves.map((move) => ({ ...move, afterDays: 90 })) }, leftovers],
		],
		['that moves everything', 'derivatives-sleep', [{ ...sleep, prefix: '' }, leftovers]],
		[
			'that moves thumbnails',
			'derivatives-sleep',
			[sleep, leftovers, { ...sleep, prefix: 'd/thumb/' }],
		],
		[
			'that keeps old versions',
			'old-versions-stay',
			[sleep, { ...leftovers, oldVersionsGoAfterDays: undefined }],
		],
		[
			'that forgets derivatives',
			'old-versions-stay',
			[sleep, { ...leftovers, prefix: 'u/', unfinishedUploadsGoAfterDays: 7 }],
		],
		[
			'that keeps unfinished uploads',
			'unfinished-uploads-stay',
			[sleep, { ...leftovers, unfinishedUploadsGoAfterDays: undefined }],
		],
		[
			'that ends uploads before the sweep',
			'unfinished-uploads-go-early',
			[sleep, leftovers, rule({ prefix: 'u/', unfinishedUploadsGoAfterDays: 6 })],
		],
		[
			'that deletes files',
			'files-expire',
			[sleep, leftovers, rule({ prefix: 'u/', expires: true })],
		],
	])('tells of a rule %s', (_, fault, rules) => {
		expect(lifecycleFaults(rules)).toEqual([fault]);
	});

	test('does not mind a rule that would delete files and is switched off', () => {
		expect(lifecycleFaults([sleep, leftovers, rule({ expires: true, isOn: false })])).toEqual([]);
	});
});
