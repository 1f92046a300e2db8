import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

test('goes on with a job that no page drives', async () => {
	const jobId = await stuckJob(world, ann, 'old');
	expect(await jobOf(ann, jobId)).toMatchObject({ state: 'asking', files: { waiting: 1 } });

	expect(await world.goOn()).toMatchObject({ advanced: 1, failed: 0 });

	expect((await jobOf(ann, jobId)).state).toBe('restoring');
	expect(await world.fsck()).toEqual([]);
});

test('leaves alone for a minute what another run has claimed', async () => {
	const jobId = await stuckJob(world, ann, 'old');
	const job = await world.deps.catalog.restores.get(ann.ownerId, jobId);
	if (job === undefined) throw new Error('no job');
	const now = world.deps.clock.now();
	const until = new Date(now.getTime() + 60_000);
	expect(await world.deps.catalog.restores.claim(job, now, until)).toBe(true);

	await world.goOn();
	expect((await jobOf(ann, jobId)).state).toBe('asking');

	world.passSeconds(61);
	await world.goOn();
	expect((await jobOf(ann, jobId)).state).toBe('restoring');
});

test('a copy is found by the comparison where S3 tells nothing', async () => {
	const { id } = await ann.uploadArchived('old', old);
	const { job } = await begin(ann, [id]);
	world.passSeconds(6 * 3600);
	await world.bucket.s3.advanceRestores();
	await world.bucket.takeEvents();

	expect((await world.goOn()).compared).toBeGreaterThan(0);

	expect((await jobOf(ann, job.id)).state).toBe('done');
	expect((await ann.read(id)).bytes).toEqual(old);
});

test('counts what S3 was asked for long ago and has not made', async () => {
	const { id } = await ann.uploadArchived('old', old);
	const { job } = await begin(ann, [id]);
	await world.fresh.observer.query(
		"update restore_items set asked_at = '2020-01-01' where job_id = ?",
		[job.id],
	);

	expect(await world.goOn()).toMatchObject({ neverEnding: 1 });
});

test('ends the jobs of an account that is deleted', async () => {
	await stuckJob(world, ann, 'old');
	await ann.can.purgeAccount({ confirm: 'delete account' });

	expect(await world.goOn()).toMatchObject({ failed: 0 });

	expect(await world.deps.catalog.restores.open(world.deps.clock.now(), 10)).toEqual([]);
	expect(await world.fsck()).toEqual([]);
});

test('forgets a job two weeks after it is over, with all that belongs to it', async () => {
	const { id } = await ann.uploadArchived('old', old);
	await begin(ann, [id], { tier: 'Expedited' });
	await world.passHours(0.1);
	expect((await ann.can.listRestores({})).jobs).toHaveLength(1);

	world.passSeconds(15 * 86_400);
	await world.goOn();

	for (const table of ['restore_items', 'restore_targets']) {
		const [rows] = await world.fresh.observer.query(
			`select job_id from ${table} where owner_id = ?`,
			[ann.ownerId],
		);
		expect(rows).toEqual([]);
	}
	expect((await ann.can.listRestores({})).jobs).toEqual([]);
});
