import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../support/people.ts';
import { begin, jobOf, old, stuckJob } from '../../support/restores.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

test('nothing more is asked for, and what was not asked for is not counted for the day', async () => {
	const jobId = await stuckJob(world, ann, 'old');

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
	const { job } = await begin(ann, [id]);

	expect((await ann.can.cancelRestore({ jobId: job.id })).job.state).toBe('restoring');
	await world.passHours(5);

	expect(await jobOf(ann, job.id)).toMatchObject({
		state: 'done',
		files: { ready: 1, cancelled: 0 },
	});
});

test('no mail is sent where nothing was restored', async () => {
	await ann.can.setNotifications({ email: 'ann@example.com' });
	const before = world.sent.length;

	await ann.can.cancelRestore({ jobId: await stuckJob(world, ann, 'old') });
	await world.goOn();

	expect(world.sent.slice(before).filter(({ subject }) => subject.includes('restored'))).toEqual(
		[],
	);
});

test('another person’s job is not found', async () => {
	const jobId = await stuckJob(world, ann, 'old');
	const bob = await world.newUploader();

	expect(await codeOf(bob.can.cancelRestore({ jobId }))).toBe('not_found');
});
