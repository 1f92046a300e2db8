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

	const { files } = await ann.can.extendRestore({
		id: randomUUID(),
		targets: [{ entryId }],
		days: 20,
	});

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
	const { entry } = await ann.does.getEntry({ entryId });
	expect(entry).toMatchObject({
		restoredUntil: file?.outcome === 'extended' && file.restoredUntil,
	});
});

test('never cuts one short', async () => {
	const entryId = await restored(world, ann, 'old', 20);

	const { files } = await ann.can.extendRestore({
		id: randomUUID(),
		targets: [{ entryId }],
		days: 1,
	});

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
		id: randomUUID(),
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
			id: randomUUID(),
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

test('is counted once, however often the same press arrives, at once or later', async () => {
	const entryId = await restored(world, ann, 'old', 2);
	const press = { id: randomUUID(), targets: [{ entryId }], days: 20 };

	const answers = await Promise.all([ann.can.extendRestore(press), ann.can.extendRestore(press)]);
	world.passSeconds(3 * 86_400);
	const later = await ann.can.extendRestore(press);

	expect(answers[1]).toEqual(answers[0]);
	expect(later).toEqual(answers[0]);
	const { jobs } = await ann.can.listRestores({});
	expect(jobs.filter(({ days }) => days === 20)).toHaveLength(1);
	expect(await codeOf(ann.can.extendRestore({ ...press, days: 30 }))).toBe('idempotency_mismatch');
});

test('pressed again after it died between counting and asking S3, it keeps the copy and counts once', async () => {
	const entryId = await restored(world, ann, 'old', 2);
	const press = { id: randomUUID(), targets: [{ entryId }], days: 20 };
	const setStaysReady = () => Promise.resolve(true);
	const dead = { setStaysReady, restore: () => Promise.reject(new Error('died')) };
	await expect(extendRestore({ ...world.deps, restorer: dead }, ann, press)).rejects.toThrow(
		'died',
	);

	const { files } = await ann.can.extendRestore(press);

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
	const { jobs } = await ann.can.listRestores({});
	expect(jobs.filter(({ days }) => days === 20)).toHaveLength(1);
});

test('that never came back after S3 was asked is found by the comparison', async () => {
	const entryId = await restored(world, ann, 'old', 2);
	const { restorer } = world.deps;
	const dies = {
		setStaysReady: restorer.setStaysReady.bind(restorer),
		restore: async (...asked: Parameters<typeof restorer.restore>) => {
			await restorer.restore(...asked);
			throw new Error('died');
		},
	};
	const press = { id: randomUUID(), targets: [{ entryId }], days: 20 };
	await expect(extendRestore({ ...world.deps, restorer: dies }, ann, press)).rejects.toThrow(
		'died',
	);

	expect((await ann.read(entryId)).bytes).toEqual(old);
	await world.goOn();

	const { entry } = await ann.does.getEntry({ entryId });
	expect(daysLeft(entry.kind === 'file' ? (entry.restoredUntil ?? '') : '')).toBeGreaterThan(19);
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

	const { files } = await ann.can.extendRestore({
		id: randomUUID(),
		targets: [{ entryId }],
		days: 20,
	});

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
});
