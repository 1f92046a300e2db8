import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import { beginRestore } from '../../../lambdas/restores/begin-restore.ts';
import { codeOf } from '../../support/people.ts';
import { begin, old } from '../../support/restores.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
// The hour is never turned back: S3 would unmake its copies.
beforeEach(async () => {
	ann = await world.newUploader();
	await world.bucket.takeEvents();
});
afterEach(async () => {
	world.bucket.s3.injectFaults(undefined);
	expect(await world.fsck()).toEqual([]);
});

const stateOf = async (entryId: string) => {
	const { entry } = await ann.does.getEntry({ entryId });
	return entry.kind === 'file' ? entry : undefined;
};

describe('one file', () => {
	test('is restoring until S3 tells, then restored for the days, then archived again', async () => {
		const { id } = await ann.uploadArchived('old', old);

		const { job } = await begin(ann, [id], { days: 2 });
		expect(job).toMatchObject({ state: 'restoring', files: { total: 1, restoring: 1, ready: 0 } });
		expect(await stateOf(id)).toMatchObject({ restoredUntil: null, readyAbout: job.readyAbout });

		await world.passHours(5);
		const done = (await ann.can.getRestore({ jobId: job.id })).job;
		expect(done).toMatchObject({
			state: 'done',
			files: { ready: 1 },
			bytes: { ready: old.length },
		});
		expect(await stateOf(id)).toMatchObject({
			readyAbout: null,
			restoredUntil: expect.any(String) as string,
		});
		expect((await ann.read(id)).bytes).toEqual(old);

		await world.passHours(73);
		expect(await stateOf(id)).toMatchObject({ readyAbout: null, restoredUntil: null });
	});

	test('whose event is quicker than the answer of S3 is said to be ready by the tier it was asked at', async () => {
		const { id } = await ann.uploadArchived('old', old);
		const { restorer } = world.deps;
		const deps = {
			...world.deps,
			restorer: {
				setStaysReady: restorer.setStaysReady.bind(restorer),
				restore: async (...asked: Parameters<typeof restorer.restore>) => {
					const outcome = await restorer.restore(...asked);
					world.passSeconds(1);
					await world.follow();
					return outcome;
				},
			},
		};

		const asked = {
			id: randomUUID(),
			targets: [{ entryId: id }],
			tier: 'Expedited' as const,
			days: 1,
		};
		const { job } = await beginRestore(deps, onBehalfOf(ann.ownerId), asked);

		const minutes = (Date.parse(job.readyAbout ?? '') - world.deps.clock.now().getTime()) / 60_000;
		expect(minutes).toBeLessThanOrEqual(5);
		expect(await stateOf(id)).toMatchObject({ readyAbout: job.readyAbout });
	});

	test('that is in no archive is refused, as there is nothing to do', async () => {
		const { id } = await ann.upload('new', old);

		await expect(begin(ann, [id])).rejects.toMatchObject({
			code: 'restore_refused',
			reason: 'nothing_archived',
		});
		expect((await ann.can.listRestores({})).jobs).toEqual([]);
	});

	test('of another person is not found', async () => {
		const { id } = await ann.uploadArchived('old', old);
		const bob = await world.newUploader();

		const attempt = bob.can.beginRestore({
			id: randomUUID(),
			targets: [{ entryId: id }],
			tier: 'Bulk',
		});

		expect(await codeOf(attempt)).toBe('not_found');
	});

	test('asked for twice under one id is one job, and under the same id something else is refused', async () => {
		const { id } = await ann.uploadArchived('old', old);
		const jobId = randomUUID();

		const first = await begin(ann, [id], { id: jobId });
		const second = await begin(ann, [id], { id: jobId });

		expect(second).toEqual(first);
		expect(await codeOf(begin(ann, [id], { id: jobId, tier: 'Bulk' }))).toBe(
			'idempotency_mismatch',
		);
	});

	test('asked for faster is upgraded, and asked for slower nothing is asked of S3', async () => {
		const { id } = await ann.uploadArchived('old', old);
		await begin(ann, [id], { tier: 'Bulk', days: 3 });
		const calls: string[] = [];
		world.bucket.s3.injectFaults(({ operation }) => {
			calls.push(operation);
			return undefined;
		});

		const slower = await begin(ann, [id], { tier: 'Bulk' });
		expect(calls).not.toContain('RestoreObject');
		const faster = await begin(ann, [id], { tier: 'Expedited', days: 9 });
		expect(calls).toContain('RestoreObject');

		expect(Date.parse(faster.job.readyAbout ?? '')).toBeLessThan(
			Date.parse(slower.job.readyAbout ?? ''),
		);
		await world.passHours(0.1);
		for (const { job } of [slower, faster]) {
			expect((await ann.can.getRestore({ jobId: job.id })).job.state).toBe('done');
		}
	});

	test('that another program has asked S3 for is waited for', async () => {
		const { id, versionId } = await ann.uploadArchived('old', old);
		const [version] = (
			await world.deps.catalog.versions.getMany(ann.ownerId, [versionId])
		).values();
		if (version === undefined) throw new Error('no version');
		const { objectKey: key, s3VersionId: objectVersionId } = version;
		await world.deps.restorer.restore({ key, objectVersionId }, { tier: 'Standard', days: 3 });

		const { job } = await begin(ann, [id]);
		expect(job).toMatchObject({ state: 'restoring', files: { restoring: 1 } });

		await world.passHours(5);
		expect((await ann.can.getRestore({ jobId: job.id })).job.state).toBe('done');
	});

	test('that S3 has no room for at Expedited comes at Standard, and the job says so', async () => {
		const { id } = await ann.uploadArchived('old', old);
		let refused = 0;
		world.bucket.s3.injectFaults(({ operation }) =>
			operation === 'RestoreObject' && refused++ === 0
				? { status: 503, code: 'GlacierExpeditedRetrievalNotAvailable' }
				: undefined,
		);

		const { job } = await begin(ann, [id], { tier: 'Expedited' });

		expect(job).toMatchObject({ state: 'restoring', slower: 1 });
		const hours = (Date.parse(job.readyAbout ?? '') - Date.parse(job.createdAt)) / 3_600_000;
		expect(hours).toBeCloseTo(5, 1);
	});
});

describe('a folder', () => {
	test('is restored with all below it, and what is readable is left alone', async () => {
		const folderId = await ann.folder(ann.rootId, 'old things');
		const belowId = await ann.folder(folderId, 'below');
		const first = await ann.uploadArchived('first', old, folderId);
		const second = await ann.uploadArchived('second', old, belowId);
		await ann.upload('new', old, belowId);
		await ann.uploadArchived('elsewhere', old);

		const { job } = await begin(ann, [folderId]);

		expect(job).toMatchObject({ state: 'restoring', files: { total: 2, restoring: 2 } });
		await world.passHours(5);
		for (const { id } of [first, second]) expect((await ann.read(id)).bytes).toEqual(old);
	});
});

describe('the last file of a job', () => {
	test('sends one message, also where S3 tells of it twice', async () => {
		await ann.can.setNotifications({ email: 'ann@example.com' });
		const files = [await ann.uploadArchived('one', old), await ann.uploadArchived('two', old)];
		await world.goOn();
		const before = world.sent.length;
		await begin(
			ann,
			files.map(({ id }) => id),
			{ days: 3 },
		);

		world.passSeconds(5 * 3600);
		await world.bucket.s3.advanceRestores();
		const events = await world.bucket.takeEvents();
		await Promise.all([...events, ...events].map((event) => world.follow([event])));
		await world.goOn();

		const told = world.sent.slice(before).filter(({ subject }) => subject.includes('restored'));
		expect(told.map(({ text }) => text.split('\n')[0])).toEqual([
			'2 files (22 B) restored, and open for 3 days.',
		]);
	});
});

test('two jobs that end by the same copies, as one asked for faster, are told of once', async () => {
	await ann.can.setNotifications({ email: 'ann@example.com' });
	const folder = await ann.folder(ann.rootId, 'folder');
	for (const name of ['one', 'two']) await ann.uploadArchived(name, old, folder);
	await world.goOn();
	const before = world.sent.length;
	await begin(ann, [folder], { tier: 'Bulk' });
	await begin(ann, [folder], { tier: 'Expedited' });

	await world.passHours(0.1);
	await world.goOn();

	expect((await ann.can.listRestores({})).jobs.map(({ state }) => state)).toEqual(['done', 'done']);
	const told = world.sent.slice(before).filter(({ subject }) => subject.includes('restored'));
	expect(told.map(({ text }) => text)).toEqual([expect.stringMatching(/^2 files/)]);
});

test('events in any order come to the same', async () => {
	const { id } = await ann.uploadArchived('old', old);
	await begin(ann, [id], { days: 1 });
	world.passSeconds(5 * 3600);
	await world.bucket.s3.advanceRestores();
	const events = await world.bucket.takeEvents();
	await world.follow(events);
	await ann.can.extendRestore({ id: randomUUID(), targets: [{ entryId: id }], days: 9 });

	await world.follow(events.toReversed());
	await world.follow(events);

	const until = (await stateOf(id))?.restoredUntil ?? '';
	const days = (Date.parse(until) - world.deps.clock.now().getTime()) / 86_400_000;
	expect(days).toBeGreaterThan(8);
});

test('deleting a file for ever ends what waits for it', async () => {
	const { id } = await ann.uploadArchived('old', old);
	const kept = await ann.uploadArchived('kept', old);
	const { job } = await begin(ann, [id, kept.id]);

	await ann.does.trashEntries({ entryIds: [id] });
	await ann.can.purgeEntries({ entryIds: [id] });
	await world.passHours(5);

	expect((await ann.can.getRestore({ jobId: job.id })).job).toMatchObject({
		state: 'done',
		files: { ready: 1, cancelled: 1 },
	});
});

test('an older version can be restored, and made current with its copy', async () => {
	const { id: entryId, versionId } = await ann.uploadArchived('old', old);
	const targets = [{ entryId, versionId }];
	await ann.can.beginRestore({ id: randomUUID(), targets, tier: 'Expedited' });
	await world.passHours(0.1);

	await ann.does.restoreVersion({ entryId, versionId });

	expect((await ann.read(entryId)).bytes).toEqual(old);
});

test('renaming, moving and trashing ask S3 for nothing', async () => {
	const { id: entryId } = await ann.uploadArchived('old', old);
	await begin(ann, [entryId], { tier: 'Expedited' });
	await world.passHours(0.1);
	const targetId = await ann.folder(ann.rootId, 'target');
	const asked: string[] = [];
	world.bucket.s3.injectFaults(({ operation }) => {
		asked.push(operation);
		return undefined;
	});

	const { entry } = await ann.does.getEntry({ entryId });
	await ann.does.renameEntry({ entryId, name: 'renamed', rev: entry.rev });
	await ann.does.moveEntries({ entryIds: [entryId], targetId });
	await ann.does.trashEntries({ entryIds: [entryId] });
	await ann.does.putBackEntries({ entryIds: [entryId] });

	world.bucket.s3.injectFaults(undefined);
	expect(asked).toEqual([]);
	const after = (await ann.does.getEntry({ entryId })).entry;
	expect(after.kind === 'file' && after.restoredUntil).not.toBeNull();
});
