import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../support/people.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const old = Buffer.from('an old file');

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

const begin = (entryIds: readonly string[], more = {}) =>
	ann.can.beginRestore({
		id: randomUUID(),
		targets: entryIds.map((entryId) => ({ entryId })),
		tier: 'Standard',
		...more,
	});

const jobOf = async (jobId: string) => (await ann.can.getRestore({ jobId })).job;

/** A job that S3 has not been asked for. */
async function stuckJob(name: string): Promise<string> {
	const { id } = await ann.uploadArchived(name, old);
	world.bucket.s3.injectFaults(({ operation }) =>
		operation === 'RestoreObject' ? { status: 503 } : undefined,
	);
	const { job } = await begin([id]);
	world.bucket.s3.injectFaults(undefined);
	return job.id;
}

test('nothing more is asked for, and what was not asked for is not counted for the day', async () => {
	const jobId = await stuckJob('old');

	const { job } = await ann.can.cancelRestore({ jobId });

	expect(job).toMatchObject({
		state: 'done',
		estimatedUsd: 0,
		files: { cancelled: 1, waiting: 0 },
	});
	const billed = await world.deps.catalog.restores.billedSince(ann.ownerId, new Date(0));
	expect(billed).toEqual({ files: 0, bytes: 0, usd: 0 });
	expect(await ann.can.cancelRestore({ jobId })).toEqual({ job });
	expect(await world.fsck()).toEqual([]);
});

test('what S3 was asked for comes all the same', async () => {
	const { id } = await ann.uploadArchived('old', old);
	const { job } = await begin([id]);

	expect((await ann.can.cancelRestore({ jobId: job.id })).job.state).toBe('restoring');
	await world.passHours(5);

	expect(await jobOf(job.id)).toMatchObject({ state: 'done', files: { ready: 1, cancelled: 0 } });
});

test('no mail is sent where nothing was restored', async () => {
	await ann.can.setNotifications({ email: 'ann@example.com' });
	const before = world.sent.length;

	await ann.can.cancelRestore({ jobId: await stuckJob('old') });
	await world.goOn();

	expect(world.sent.slice(before).filter(({ subject }) => subject.includes('restored'))).toEqual(
		[],
	);
});

test('another person’s job is not found', async () => {
	const jobId = await stuckJob('old');
	const bob = await world.newUploader();

	expect(await codeOf(bob.can.cancelRestore({ jobId }))).toBe('not_found');
});
