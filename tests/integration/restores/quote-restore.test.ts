import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { quoteRestore } from '../../../lambdas/restores/quote-restore.ts';
import { codeOf } from '../../support/people.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const old = Buffer.from('an old file');
const size = old.length;

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

test('counts what is archived, restoring, restored and would stay longer, in folders and by itself', async () => {
	const folderId = await ann.folder(ann.rootId, 'folder');
	const belowId = await ann.folder(folderId, 'below');
	const [restored, restoring] = [
		await ann.uploadArchived('restored', old, belowId),
		await ann.uploadArchived('restoring', old, folderId),
	];
	await ann.uploadArchived('archived', old, belowId);
	await ann.upload('new', old, folderId);
	const begin = (entryId: string, days: number) =>
		ann.can.beginRestore({ id: randomUUID(), targets: [{ entryId }], tier: 'Standard', days });
	await begin(restored.id, 5);
	await world.passHours(5);
	await begin(restoring.id, 7);

	const quote = await ann.can.quoteRestore({ targets: [{ entryId: ann.rootId }], days: 7 });

	expect(quote).toMatchObject({
		total: { files: 4, bytes: 4 * size },
		archived: { files: 1, bytes: size },
		restoring: { files: 1, bytes: size },
		restored: { files: 1, bytes: size },
		extended: { files: 1, bytes: size },
		complete: true,
		days: 7,
		prices: { region: 'us-east-1' },
	});
	const offers = quote.tiers.map(({ tier, refusal, price }) => [tier, refusal, price.requestsUsd]);
	// Faster than Standard, the one on its way would be asked for once more.
	expect(offers).toEqual([
		['Bulk', null, 0],
		['Standard', null, 0.00005],
		['Expedited', null, 0.02],
	]);
});

test('says how long each tier takes, from the cheapest to the fastest', async () => {
	const { id } = await ann.uploadArchived('old', old);

	const { tiers } = await ann.can.quoteRestore({ targets: [{ entryId: id }] });

	const hours = tiers.map(({ tier, fromSeconds, toSeconds }) => [
		tier,
		fromSeconds / 3600,
		toSeconds / 3600,
	]);
	expect(hours).toEqual([
		['Bulk', 5, 12],
		['Standard', 3, 5],
		['Expedited', 1 / 60, 5 / 60],
	]);
});

test('an older version is meant by itself', async () => {
	const { id, versionId } = await ann.uploadArchived('old', old);

	const quote = await ann.can.quoteRestore({ targets: [{ entryId: id, versionId }] });

	expect(quote.archived.files).toBe(1);
	const strange = { entryId: id, versionId: randomUUID() };
	expect(await codeOf(ann.can.quoteRestore({ targets: [strange] }))).toBe('not_found');
});

test('what is meant twice counts once: by its folder and by itself, in one call or in several', async () => {
	const outer = await ann.folder(ann.rootId, 'outer');
	const inner = await ann.folder(outer, 'inner');
	const { id, versionId } = await ann.uploadArchived('old', old, inner);
	const beside = await ann.uploadArchived('beside', old);
	const named = [{ entryId: id }, { entryId: id, versionId }, { entryId: inner }];

	const quote = await ann.can.quoteRestore({ targets: [...named, { entryId: outer }] });
	expect(quote.archived).toEqual({ files: 1, bytes: size });
	expect(quote.tiers.map(({ price }) => price.requestsUsd)).toEqual([0, 0.00005, 0.01]);

	const parts = [
		{ targets: [...named, { entryId: beside.id }], besides: [outer] },
		{ targets: [{ entryId: outer }], besides: [id, inner, beside.id] },
	];
	const quotes = await Promise.all(parts.map((part) => ann.can.quoteRestore(part)));
	expect(quotes.map(({ archived }) => archived.files)).toEqual([1, 1]);
});

test('an older version is meant beside its folder, which stands for the current one', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	const { id, versionId } = await ann.uploadArchived('file', old, folder);
	const newer = Buffer.from('new');
	const again = { name: 'file', onConflict: 'new-version' } as const;
	const { uploadId, form } = formOf((await ann.begin([asked(folder, newer, again)]))[0]);
	await post(form, newer);
	await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(newer) }] });

	const targets = [{ entryId: folder }, { entryId: id, versionId }];
	expect(await ann.can.quoteRestore({ targets })).toMatchObject({
		total: { files: 2 },
		archived: { files: 1, bytes: size },
	});
});

test('where nothing is archived it says so at every tier', async () => {
	const { id } = await ann.upload('new', old);

	const { tiers } = await ann.can.quoteRestore({ targets: [{ entryId: id }] });

	expect(tiers.map(({ refusal }) => refusal)).toEqual(Array(3).fill('nothing_archived'));
});

test('what one call cannot count is counted by the next ones, to the same numbers', async () => {
	const { folders } = await ann.does.ensureFolders({
		parentId: ann.rootId,
		paths: Array.from({ length: 70 }, (_, i) => [`folder ${String(i % 7)}`, `below ${String(i)}`]),
	});
	const ids = folders.flatMap((each) => (each.outcome === 'ready' ? each.folderId : []));
	for (const [i, id] of ids.entries()) {
		if (i % 10 === 0) await ann.uploadArchived('old', old, id);
	}
	await ann.files(
		ann.rootId,
		Array.from({ length: 600 }, (_, i) => `new ${String(i)}`),
	);
	const targets = [{ entryId: ann.rootId }];
	const whole = await ann.can.quoteRestore({ targets });

	let calls = 0;
	let quote: typeof whole;
	let progress: string | undefined;
	do {
		const input = { targets, days: 7, ...(progress !== undefined && { progress }) };
		quote = await quoteRestore({ ...world.deps, hasTimeLeft: () => false }, ann, input);
		progress = quote.progress ?? undefined;
		expect(quote.complete).toBe(progress === undefined);
		calls += 1;
	} while (progress !== undefined);

	expect(calls).toBeGreaterThan(3);
	expect(quote).toEqual(whole);
	expect(quote).toMatchObject({ archived: { files: 7 }, total: { files: 607 } });
});

test('a progress that it has not written is refused', async () => {
	const targets = [{ entryId: ann.rootId }];
	for (const progress of ['', 'x', '.', 'e30.', 'bnVsbA.AAAA']) {
		expect(await codeOf(ann.can.quoteRestore({ targets, progress }))).toBe('bad_cursor');
	}
});

test('what lies in another vault is not counted, whatever the progress names', async () => {
	const folderId = await ann.folder(ann.rootId, 'folder');
	await ann.uploadArchived('old', old, folderId);
	const targets = [{ entryId: ann.rootId }];
	const deps = { ...world.deps, hasTimeLeft: () => false };
	const { progress } = await quoteRestore(deps, ann, { targets, days: 7 });
	const bob = await world.newUploader();

	const asked = { targets: [{ entryId: bob.rootId }], progress: progress ?? '' };
	expect((await bob.can.quoteRestore(asked)).archived.files).toBe(0);
});
