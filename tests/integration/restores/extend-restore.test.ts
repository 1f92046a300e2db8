import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { extendRestore } from '../../../lambdas/restores/extend-restore.ts';
import { codeOf } from '../../support/people.ts';
import { old, restored } from '../../support/restores.ts';
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

const daysLeft = (until: string) =>
	(Date.parse(until) - world.deps.clock.now().getTime()) / 86_400_000;

test('keeps a copy for the days from now', async () => {
	const entryId = await restored(world, ann, 'old', 2);

	const { files } = await ann.can.extendRestore({ targets: [{ entryId }], days: 20 });

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
	const { entry } = await ann.does.getEntry({ entryId });
	expect(entry).toMatchObject({
		restoredUntil: file?.outcome === 'extended' && file.restoredUntil,
	});
});

test('never cuts one short', async () => {
	const entryId = await restored(world, ann, 'old', 20);

	const { files } = await ann.can.extendRestore({ targets: [{ entryId }], days: 1 });

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
});

test('refuses what is archived, restoring, available or not there, each by its word', async () => {
	const archived = await ann.uploadArchived('archived', old);
	const restoring = await ann.uploadArchived('restoring', old);
	const available = await ann.upload('available', old);
	const targets = [{ entryId: restoring.id }];
	await ann.can.beginRestore({ id: randomUUID(), targets, tier: 'Bulk' });

	const { files } = await ann.can.extendRestore({
		targets: [archived.id, restoring.id, available.id, randomUUID()].map((entryId) => ({
			entryId,
		})),
	});

	expect(files.map((file) => file.outcome === 'refused' && file.code)).toEqual([
		'archived',
		'restoring',
		'restore_refused',
		'not_found',
	]);
});

test('counts in what a person may spend on restores in a day, and is refused beyond it', async () => {
	const entryId = await restored(world, ann, 'old', 2);
	const [before] = (await ann.can.listRestores({})).jobs;
	const spent = before?.estimatedUsd ?? 0;
	const targets = [{ entryId }];
	const extend = (usd: number) =>
		extendRestore({ ...world.deps, allowance: { files: 100, bytes: 1e9, usd } }, ann, {
			targets,
			days: 20,
		});

	expect(await codeOf(extend(spent))).toBe('restore_refused');
	await extend(spent + 1);
	const { jobs } = await ann.can.listRestores({});

	expect(jobs).toMatchObject([
		{ state: 'done', days: 20, files: { total: 1, ready: 1 }, bytes: { total: old.length } },
		{ days: 2 },
	]);
	// What is kept long enough already costs nothing more.
	await extend(0);
	expect((await ann.can.listRestores({})).jobs).toHaveLength(2);
	expect(await world.fsck()).toEqual([]);
});

test('a copy that is being made stays for the days it was first asked for, until it is extended', async () => {
	const { id: entryId } = await ann.uploadArchived('old', old);
	const begin = (days: number) =>
		ann.can.beginRestore({ id: randomUUID(), targets: [{ entryId }], tier: 'Expedited', days });
	await begin(2);
	await begin(20);
	await world.passHours(0.1);
	const { entry } = await ann.does.getEntry({ entryId });
	const first = entry.kind === 'file' ? (entry.restoredUntil ?? '') : '';
	expect(daysLeft(first)).toBeLessThan(4);

	const { files } = await ann.can.extendRestore({ targets: [{ entryId }], days: 20 });

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
});
