import { inMonths, monthlyCost } from '#contract/cost-lens';
import type { File } from '#contract/entries';
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

const copy = {
	part: 'current',
	kind: 'video',
	until: '2036-01-01T00:00:00.000Z',
	files: 1,
	bytes: GB,
};

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
		restoredUntil: null as string | null,
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

	test.each<[string, Partial<File>, number]>([
		['archived', { storageClass: 'GLACIER' }, 1],
		['being restored', { storageClass: 'GLACIER', readyAbout: '2036-01-01T00:00:00.000Z' }, 0],
		['restored', { storageClass: 'GLACIER', restoredUntil: '2036-01-01T00:00:00.000Z' }, 0],
		['in no archive', {}, 0],
	])('that is %s, restoring asks for %j: %i', async (_, stored, files) => {
		const entry = { ...file, sizeBytes: GB, ...stored };
		const { lens } = lensOver({ getEntry: { entry, keptBy: null, versions, nextCursor: null } }, [
			entry,
		]);

		expect((await lens).restorable).toEqual({ files, bytes: files * GB });
	});

	test('the copy of each that was restored is known', async () => {
		const restoredUntil = '2036-01-01T00:00:00.000Z';
		const some = [version(file.versionId), { ...version('older'), restoredUntil }];
		const answer = { entry: file, keptBy: null, versions: some, nextCursor: null };
		const { lens } = lensOver({ getEntry: answer }, [file]);

		expect((await lens).copies).toEqual([{ until: restoredUntil, files: 1, bytes: GB }]);
		expect((await lens).deletion.savesUsdPerMonth).toBeCloseTo(3 * 0.023, 9);
	});

	test('where there are more than one page of versions, its totals are taken', async () => {
		const { asked, lens } = lensOver(
			{
				getEntry: { entry: file, keptBy: null, versions, nextCursor: 'more' },
				getTotals: {
					entries: [{ entryId: file.id, totals: [total('older', 5 * GB)] }],
					copies: [],
				},
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
	const { lens } = lensOver({ getTotals: { entries, copies: [copy] } }, [file, other]);

	expect((await lens).held).toEqual([total('current', GB), total('current', GB)]);
	expect((await lens).copies).toEqual([copy]);
});

test.each(['vault', 'trash'] as const)('of the %s no entry is asked for', async (subject) => {
	const vault = [total('current', GB)];
	const trash = [total('current', 2 * GB)];
	const copies = { vault: [copy], trash: [], leaving: [] };
	const { asked, lens } = lensOver({ getVaultTotals: { vault, trash, copies } }, subject);

	expect((await lens).held).toEqual(subject === 'trash' ? trash : [...vault, ...trash]);
	expect((await lens).copies).toEqual(subject === 'trash' ? [] : [copy]);
	expect(asked).toEqual([['getVaultTotals', {}]]);
});
