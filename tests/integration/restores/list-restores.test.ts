import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { begin, old } from '../../support/restores.ts';
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

test('lists the caller’s jobs, the newest first', async () => {
	const [one, two] = [await ann.uploadArchived('one', old), await ann.uploadArchived('two', old)];
	const first = await begin(ann, [one.id]);
	world.passSeconds(1);
	const second = await begin(ann, [two.id]);
	const bob = await world.newUploader();

	expect((await ann.can.listRestores({})).jobs).toEqual([second.job, first.job]);
	expect((await bob.can.listRestores({})).jobs).toEqual([]);
});

test('says what each was asked for, as it is called now', async () => {
	const folderId = await ann.folder(ann.rootId, 'Holiday');
	const [one, two] = [
		await ann.uploadArchived('one', old, folderId),
		await ann.uploadArchived('two', old, folderId),
	];
	const version = { entryId: two.id, versionId: two.versionId };
	const of = async (...targets: { entryId: string; versionId?: string }[]) =>
		(await ann.can.beginRestore({ id: randomUUID(), targets, tier: 'Bulk' })).job;
	const folder = await of({ entryId: folderId });
	const vault = await of({ entryId: ann.rootId });
	const both = await of({ entryId: one.id }, version);
	const gone = await of(version);
	const { entry } = await ann.does.getEntry({ entryId: folderId });
	await ann.does.renameEntry({ entryId: folderId, name: 'Holiday 2024', rev: entry.rev });
	await ann.does.trashEntries({ entryIds: [two.id] });
	await ann.can.purgeEntries({ entryIds: [two.id] });

	const { jobs } = await ann.can.listRestores({});

	const subjects = new Map(jobs.map(({ id, subject }) => [id, subject]));
	expect(subjects.get(folder.id)).toEqual({ kind: 'entry', name: 'Holiday 2024' });
	expect(subjects.get(vault.id)).toEqual({ kind: 'vault' });
	expect(subjects.get(both.id)).toEqual({ kind: 'entries', count: 2 });
	expect(subjects.get(gone.id)).toEqual({ kind: 'entry', name: null });
	expect((await ann.can.getRestore({ jobId: both.id })).targets).toEqual([
		{ entryId: one.id },
		version,
	]);
});

test('a job of the release before, which kept no targets, is told of all the same', async () => {
	const { id } = await ann.uploadArchived('one', old);
	const { job } = await begin(ann, [id]);
	await world.fresh.observer.query('delete from restore_targets where job_id = ?', [job.id]);

	const [listed] = (await ann.can.listRestores({})).jobs;

	expect(listed?.subject).toEqual({ kind: 'entries', count: 0 });
	expect((await ann.can.getRestore({ jobId: job.id })).targets).toEqual([]);
});
