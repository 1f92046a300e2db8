import { describe, expect, test } from 'vitest';
import { lifecycleFaults } from '../../../../../lambdas/health/internal/lifecycle-faults.ts';
import type { LifecycleRule } from '../../../../../lambdas/ports/bucket-settings.ts';

const rule = (more: Partial<LifecycleRule>): LifecycleRule => ({
	isOn: true,
	prefix: '',
	isNarrowed: false,
	onlyTag: undefined,
	moves: [],
	expires: false,
	expiresOlderVersions: false,
	unfinishedUploadsGoAfterDays: undefined,
	...more,
});
const cooling = rule({ prefix: 'u/', moves: [{ to: 'STANDARD_IA', afterDays: 30 }] });
const archiving = rule({
	prefix: 'u/',
	isNarrowed: true,
	onlyTag: 'archive=auto',
	moves: [{ to: 'GLACIER', afterDays: 60 }],
});
const leftovers = rule({ unfinishedUploadsGoAfterDays: 7 });

describe('the lifecycle of the bucket', () => {
	test('is as it should be where originals are archived and only leftovers go', () => {
		expect(lifecycleFaults([cooling, archiving, leftovers])).toEqual([]);
	});

	test('is nothing to rely on where there is no rule', () => {
		expect(lifecycleFaults([])).toEqual(['originals-stay-expensive', 'unfinished-uploads-stay']);
	});

	test.each<[string, string, LifecycleRule[]]>([
		[
			'that is switched off',
			'originals-stay-expensive',
			[cooling, { ...archiving, isOn: false }, leftovers],
		],
		[
			'that leaves out some originals',
			'originals-stay-expensive',
			[{ ...cooling, isNarrowed: true }, archiving, leftovers],
		],
		[
			'for one person alone',
			'originals-stay-expensive',
			[cooling, { ...archiving, prefix: 'u/anna/' }, leftovers],
		],
		['that never reaches the archive', 'originals-stay-expensive', [cooling, leftovers]],
		[
			'at another age',
			'originals-stay-expensive',
			[
				cooling,
				{ ...archiving, moves: archiving.moves.map((move) => ({ ...move, afterDays: 90 })) },
				leftovers,
			],
		],
		[
			'that archives whatever its tag',
			'kept-files-archived',
			[cooling, archiving, leftovers, { ...archiving, onlyTag: undefined }],
		],
		[
			'that moves everything',
			'derivatives-archived',
			[cooling, { ...archiving, prefix: '' }, leftovers],
		],
		[
			'that moves thumbnails',
			'derivatives-archived',
			[cooling, archiving, leftovers, { ...archiving, prefix: 'd/thumb/' }],
		],
		[
			'that deletes older versions',
			'older-versions-expire',
			[cooling, archiving, { ...leftovers, expiresOlderVersions: true }],
		],
		[
			'that deletes older versions of originals',
			'older-versions-expire',
			[cooling, archiving, leftovers, rule({ prefix: 'u/', expiresOlderVersions: true })],
		],
		[
			'that deletes older versions of some thumbnails',
			'older-versions-expire',
			[
				cooling,
				archiving,
				leftovers,
				rule({ prefix: 'd/anna/', isNarrowed: true, expiresOlderVersions: true }),
			],
		],
		[
			'that keeps unfinished uploads',
			'unfinished-uploads-stay',
			[cooling, archiving, { ...leftovers, unfinishedUploadsGoAfterDays: undefined }],
		],
		[
			'that ends uploads before the sweep',
			'unfinished-uploads-go-early',
			[cooling, archiving, leftovers, rule({ prefix: 'u/', unfinishedUploadsGoAfterDays: 6 })],
		],
		[
			'that deletes files',
			'files-expire',
			[cooling, archiving, leftovers, rule({ prefix: 'u/', expires: true })],
		],
	])('tells of a rule %s', (_, fault, rules) => {
		expect(lifecycleFaults(rules)).toEqual([fault]);
	});

	test('does not mind older versions that go where no file lies', () => {
		const manifests = rule({ prefix: 'm/', expiresOlderVersions: true });

		expect(lifecycleFaults([cooling, archiving, leftovers, manifests])).toEqual([]);
	});

	test('does not mind a rule that would delete files and is switched off', () => {
		expect(
			lifecycleFaults([cooling, archiving, leftovers, rule({ expires: true, isOn: false })]),
		).toEqual([]);
	});
});
