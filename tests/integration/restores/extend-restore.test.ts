import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

async function restored(name: string, days: number): Promise<string> {
	const { id: entryId } = await ann.uploadArchived(name, old);
	await ann.can.beginRestore({
		id: randomUUID(),
		targets: [{ entryId }],
		tier: 'Expedited',
		days,
	});
	await world.passHours(0.1);
	return entryId;
}

const daysLeft = (until: string) =>
	(Date.parse(until) - world.deps.clock.now().getTime()) / 86_400_000;

test('keeps a copy for the days from now', async () => {
	const entryId = await restored('old', 2);

	const { files } = await ann.can.extendRestore({ targets: [{ entryId }], days: 20 });

	const [file] = files;
	expect(daysLeft(file?.outcome === 'extended' ? file.restoredUntil : '')).toBeGreaterThan(19);
	const { entry } = await ann.does.getEntry({ entryId });
	expect(entry).toMatchObject({
		restoredUntil: file?.outcome === 'extended' && file.restoredUntil,
	});
});

test('never cuts one short', async () => {
	const entryId = await restored('old', 20);

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
