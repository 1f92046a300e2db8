import { inMonths, monthlyCost } from '#contract/cost-lens';
import type { Total } from '#contract/totals';
import { readLens, type LensSubject } from '$lib/costs/read-lens';
import { describe, expect, test } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

const GB = 1024 ** 3;
const total = (part: Total['part'], bytes: number): Total => ({
	part,
	kind: 'video',
	storageClass: 'STANDARD',
	stays: false,
	kept: false,
	files: 1,
	bytes,
});

const file = new FakeVaultApi().addFile('sea.mp4');
const folder = { id: 'sea', name: 'Sea' };

/** Answers as the functions would, and keeps what each was asked. */
function lensOver(answers: Readonly<Record<string, object>>, subject: LensSubject) {
	const asked: unknown[] = [];
	const call = (endpoint: { readonly name: string }, request: unknown) => {
		asked.push([endpoint.name, request]);
		return Promise.resolve(answers[endpoint.name] ?? {});
	};
	const region = () => Promise.resolve('us-east-1');
	return { asked, lens: readLens({ call, region }, subject) };
}

describe('of one file, each version is known', () => {
	const version = (id: string) => ({
		id,
		storageClass: 'STANDARD',
		sizeBytes: GB,
		createdAt: new Date().toISOString(),
	});
	const versions = [version(file.versionId), version('older')];

	test.each([
		['archived with its older version', false, null, 2 * 0.0036],
		['out of the archive with its folder, its older version not', false, folder, 0.0125 + 0.0036],
		['out of the archive itself, its older version not', true, null, 0.0125 + 0.0036],
	])('in 60 days it is %s', async (_, keepsReady, keptBy, usd) => {
		const entry = { ...file, keepsReady };
		const { lens } = lensOver({ getEntry: { entry, keptBy, versions, nextCursor: null } }, [entry]);

		const { prices, held } = await lens;

		expect(monthlyCost(prices, inMonths(held, 2))).toBeCloseTo(usd, 4);
	});

	test('where there are more than one page of versions, its totals are taken', async () => {
		const { asked, lens } = lensOver(
			{
				getEntry: { entry: file, keptBy: null, versions, nextCursor: 'more' },
				getTotals: { entries: [{ entryId: file.id, totals: [total('older', 5 * GB)] }] },
			},
			[file],
		);

		expect((await lens).held).toEqual([total('older', 5 * GB)]);
		expect(asked.at(-1)).toEqual(['getTotals', { entryIds: [file.id] }]);
	});
});

test('of several entries the totals of all are taken together', async () => {
	const other = new FakeVaultApi().addFile('lake.mp4');
	const entries = [file, other].map(({ id }) => ({ entryId: id, totals: [total('current', GB)] }));
	const { lens } = lensOver({ getTotals: { entries } }, [file, other]);

	expect((await lens).held).toEqual([total('current', GB), total('current', GB)]);
});

test.each(['vault', 'trash'] as const)('of the %s no entry is asked for', async (subject) => {
	const vault = [total('current', GB)];
	const trash = [total('current', 2 * GB)];
	const { asked, lens } = lensOver({ getVaultTotals: { vault, trash } }, subject);

	expect((await lens).held).toEqual(subject === 'trash' ? trash : [...vault, ...trash]);
	expect(asked).toEqual([['getVaultTotals', {}]]);
});
