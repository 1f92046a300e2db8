import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../support/people.ts';
import { begin, jobOf, old } from '../../support/restores.ts';
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

test('says what is on its way, until when, and what it is estimated to cost', async () => {
	const files = [await ann.uploadArchived('one', old), await ann.uploadArchived('two', old)];

	const { job } = await begin(
		ann,
		files.map(({ id }) => id),
		{ days: 3 },
	);

	expect(await jobOf(ann, job.id)).toEqual(job);
	expect(job).toMatchObject({
		tier: 'Standard',
		days: 3,
		files: { total: 2, restoring: 2, waiting: 0, ready: 0, failed: 0, cancelled: 0 },
		bytes: { total: 2 * old.length, ready: 0 },
		slower: 0,
		refusal: null,
		finishedAt: null,
	});
	expect(job.estimatedUsd).toBeCloseTo(0.0001, 5);
});

test('one that is not there is not found', async () => {
	expect(await codeOf(ann.can.getRestore({ jobId: randomUUID() }))).toBe('not_found');
});
