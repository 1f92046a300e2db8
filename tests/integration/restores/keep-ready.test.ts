import { GetObjectTaggingCommand, PutObjectTaggingCommand, type Tag } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepReady } from '../../../lambdas/restores/keep-ready.ts';
import { BUCKET } from '../../support/object-store.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

const DAY = 24;
let world: World;
let ann: Uploader;

/** As the template has it, but for small files too. */
const lifecycle = {
	Rules: [
		{
			Status: 'Enabled',
			Prefix: 'u/',
			ObjectSizeGreaterThan: 0,
			TagFilters: [{ Key: 'archive', Value: 'auto' }],
			Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 60 }],
		},
	],
};

beforeAll(async () => {
	world = await startWorld({ lifecycle });
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});
afterEach(() => {
	world.turnBack();
	world.bucket.s3.injectFaults(undefined);
});

/** Sixty-one days, the rules of the bucket, and what S3 tells of them. */
async function growOld(): Promise<void> {
	await world.passHours(61 * DAY);
	await world.bucket.s3.applyLifecycle();
	await world.follow();
}

async function fileOf(entryId: string) {
	const { entry } = await ann.does.getEntry({ entryId });
	if (entry.kind !== 'file') throw new Error('not a file');
	return entry;
}

async function classesOf(...ids: string[]): Promise<string[]> {
	return Promise.all(ids.map(async (id) => (await fileOf(id)).storageClass));
}

/** As another program does it. */
async function tag(entryId: string, tags: Tag[]): Promise<void> {
	const { versionId } = await fileOf(entryId);
	const version = (await ann.catalog.versions.getMany(ann.ownerId, [versionId])).get(versionId);
	await world.bucket.client.send(
		new PutObjectTaggingCommand({
			Bucket: BUCKET,
			Key: version?.objectKey,
			VersionId: version?.s3VersionId,
			Tagging: { TagSet: tags },
		}),
	);
}

async function tagOf(entryId: string, versionId?: string) {
	const current = versionId ?? (await fileOf(entryId)).versionId;
	const version = (await ann.catalog.versions.getMany(ann.ownerId, [current])).get(current);
	const { TagSet } = await world.bucket.client.send(
		new GetObjectTaggingCommand({
			Bucket: BUCKET,
			Key: version?.objectKey,
			VersionId: version?.s3VersionId,
		}),
	);
	return TagSet?.map(({ Key = '', Value = '' }) => `${Key}=${Value}`).join();
}

const bytes = Buffer.from('bytes');

describe('before it is archived', () => {
	test('a file that is kept ready stays out of the archive, and goes there once it is let go', async () => {
		const kept = await ann.upload('kept', bytes);
		const other = await ann.upload('other', bytes);

		const { entries, isTold } = await ann.can.keepReady({ entryIds: [kept.id], keep: true });

		expect(entries).toMatchObject([{ id: kept.id, keepsReady: true, rev: kept.rev + 1 }]);
		expect(isTold).toBe(true);
		expect([await tagOf(kept.id), await tagOf(other.id)]).toEqual([
			'archive=never',
			'archive=auto',
		]);
		await growOld();
		expect(await classesOf(kept.id, other.id)).toEqual(['STANDARD', 'GLACIER']);

		await ann.can.keepReady({ entryIds: [kept.id], keep: false });
		await growOld();
		expect(await classesOf(kept.id)).toEqual(['GLACIER']);
	});

	test('a folder keeps what lies in it, at any depth, and what comes into it later', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const below = await ann.folder(folder, 'below');
		const before = await ann.upload('before', bytes, below);
		await ann.can.keepReady({ entryIds: [folder], keep: true });
		const after = await ann.upload('after', bytes, below);
		const moved = await ann.upload('moved', bytes);
		await ann.does.moveEntries({ entryIds: [moved.id], targetId: below });
		await world.goOn();

		await growOld();

		expect(await classesOf(before.id, after.id, moved.id)).toEqual(Array(3).fill('STANDARD'));
		expect((await ann.does.listFolder({ folderId: below })).keptBy).toEqual({
			id: folder,
			name: 'folder',
		});
	});

	test('what is moved out of a folder that is kept goes to the archive, unless it is kept itself', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const inner = await ann.folder(folder, 'inner');
		const out = await ann.upload('out', bytes, inner);
		const own = await ann.upload('own', bytes, folder);
		await ann.can.keepReady({ entryIds: [folder, own.id], keep: true });

		await ann.does.moveEntries({ entryIds: [inner, own.id], targetId: ann.rootId });
		await world.goOn();

		await growOld();
		expect(await classesOf(out.id, own.id)).toEqual(['GLACIER', 'STANDARD']);
	});

	test('a new version of a file that is kept is kept, and the old one is not', async () => {
		const file = await ann.upload('file', bytes);
		await ann.can.keepReady({ entryIds: [file.id], keep: true });
		const [begun] = await ann.begin([
			asked(ann.rootId, Buffer.from('new'), { name: 'file', onConflict: 'new-version' }),
		]);
		const { uploadId, form } = formOf(begun);
		await post(form, Buffer.from('new'));
		await ann.can.completeUploads({
			uploads: [{ uploadId, checksum: sha256(Buffer.from('new')) }],
		});
		await world.goOn();

		expect([await tagOf(file.id), await tagOf(file.id, file.versionId)]).toEqual([
			'archive=never',
			'archive=auto',
		]);

		await ann.does.restoreVersion({ entryId: file.id, versionId: file.versionId });
		await world.goOn();
		expect(await tagOf(file.id)).toBe('archive=never');
	});

	test('what comes back from the trash to another place is as that place says', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const file = await ann.upload('file', bytes, folder);
		await ann.can.keepReady({ entryIds: [folder], keep: true });
		await ann.does.trashEntries({ entryIds: [file.id] });
		await ann.can.keepReady({ entryIds: [folder], keep: false });

		await ann.does.putBackEntries({ entryIds: [file.id] });
		await world.goOn();

		expect(await tagOf(file.id)).toBe('archive=auto');
	});
});

describe('once it is archived', () => {
	test('it is kept ready from its restoring on, and like any other once it is let go', async () => {
		const { id, versionId } = await ann.upload('old', bytes);
		await growOld();
		const { isTold } = await ann.can.keepReady({ entryIds: [id], keep: true });
		expect(isTold).toBe(true);
		expect(await fileOf(id)).toMatchObject({ storageClass: 'GLACIER', restoredUntil: null });

		await ann.can.beginRestore({
			id: crypto.randomUUID(),
			targets: [{ entryId: id }],
			tier: 'Bulk',
			days: 1,
		});
		await world.passHours(13);
		await world.goOn();

		const nineYears = world.deps.clock.now().getTime() + 9 * 365 * DAY * 3600_000;
		expect(Date.parse((await fileOf(id)).restoredUntil ?? '')).toBeGreaterThan(nineYears);
		expect((await fileOf(id)).versionId).toBe(versionId);
		await growOld();
		expect((await ann.read(id)).bytes).toEqual(bytes);

		await ann.can.keepReady({ entryIds: [id], keep: false });
		await world.goOn();
		const left =
			Date.parse((await fileOf(id)).restoredUntil ?? '') - world.deps.clock.now().getTime();
		expect(left / 3600_000).toBeLessThan(9 * DAY);
		await world.passHours(10 * DAY);
		expect(await fileOf(id)).toMatchObject({ restoredUntil: null });
	});

	test('it needs no run of the schedule between its restoring and the end of its days', async () => {
		const { id } = await ann.upload('old', bytes);
		await growOld();
		await ann.can.keepReady({ entryIds: [id], keep: true });
		const asking = { targets: [{ entryId: id }], tier: 'Bulk' as const, days: 1 };
		await ann.can.beginRestore({ id: crypto.randomUUID(), ...asking });

		await world.passHours(13);
		await growOld();

		expect((await ann.read(id)).bytes).toEqual(bytes);
	});

	test('it ends like any other where it was let go while S3 made its copy', async () => {
		const { id } = await ann.upload('old', bytes);
		await growOld();
		await ann.can.keepReady({ entryIds: [id], keep: true });
		const asking = { targets: [{ entryId: id }], tier: 'Bulk' as const, days: 1 };
		await ann.can.beginRestore({ id: crypto.randomUUID(), ...asking });
		await ann.can.keepReady({ entryIds: [id], keep: false });

		await world.passHours(13);
		await world.goOn();

		const left =
			Date.parse((await fileOf(id)).restoredUntil ?? '') - world.deps.clock.now().getTime();
		expect(left / 3600_000).toBeLessThan(9 * DAY);
	});

	test('its copy is kept for ten years more before they are over, and not where it was let go', async () => {
		const [kept, letGo] = [await ann.upload('kept', bytes), await ann.upload('let go', bytes)];
		await growOld();
		await ann.can.keepReady({ entryIds: [kept.id, letGo.id], keep: true });
		const targets = [{ entryId: kept.id }, { entryId: letGo.id }];
		await ann.can.beginRestore({ id: crypto.randomUUID(), targets, tier: 'Bulk', days: 1 });
		await world.passHours(13);
		await world.goOn();
		await ann.can.keepReady({ entryIds: [letGo.id], keep: false });
		await world.goOn();

		await world.passHours(9.5 * 365 * DAY);
		await world.goOn();

		const nineYears = world.deps.clock.now().getTime() + 9 * 365 * DAY * 3600_000;
		expect(Date.parse((await fileOf(kept.id)).restoredUntil ?? '')).toBeGreaterThan(nineYears);
		expect(await fileOf(letGo.id)).toMatchObject({ restoredUntil: null });
	});

	test('a copy that is there already stays', async () => {
		const { id } = await ann.upload('old', bytes);
		await growOld();
		const asking = { targets: [{ entryId: id }], tier: 'Bulk' as const, days: 2 };
		await ann.can.beginRestore({ id: crypto.randomUUID(), ...asking });
		await world.passHours(13);

		await ann.can.keepReady({ entryIds: [id], keep: true });
		await world.goOn();

		await growOld();
		expect((await ann.read(id)).bytes).toEqual(bytes);
	});
});

test('fsck finds what S3 was not told, and has it told', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	const file = await ann.upload('file', bytes, folder);
	await ann.can.keepReady({ entryIds: [folder], keep: true });
	expect((await world.fsck()).filter((line) => line.startsWith('keep'))).toEqual([]);
	await ann.catalog.withLockedOwner(ann.ownerId, ({ versions }) =>
		versions.setStaysReady(ann.ownerId, [{ id: file.versionId, entryId: file.id }], false),
	);
	await tag(file.id, [{ Key: 'archive', Value: 'auto' }]);

	const repaired = await world.repair();

	expect(repaired.filter((line) => line.startsWith('keep'))).toEqual([
		`keep ${file.id} to be told to S3 within minutes`,
	]);
	await world.goOn();
	expect((await world.fsck()).filter((line) => line.startsWith('keep'))).toEqual([]);
});

test('fsck finds what S3 was told otherwise by another program, either way, and has it told anew', async () => {
	const kept = await ann.upload('kept', bytes);
	const other = await ann.upload('other', bytes);
	await ann.can.keepReady({ entryIds: [kept.id], keep: true });
	await world.goOn();
	await tag(kept.id, [{ Key: 'archive', Value: 'auto' }]);
	await tag(other.id, []);
	const keeps = (lines: readonly string[]) => lines.filter((line) => line.startsWith('keep'));

	expect(keeps(await world.fsck()).toSorted()).toEqual(
		[
			`keep ${kept.versionId} is kept ready, and is tagged to be archived`,
			`keep ${other.versionId} is to be archived, and lacks the tag by which it would be`,
		].toSorted(),
	);
	expect(keeps(await world.repair())).toHaveLength(2);
	await world.goOn();

	expect([await tagOf(kept.id), await tagOf(other.id)]).toEqual(['archive=never', 'archive=auto']);
	expect(keeps(await world.fsck())).toEqual([]);
});

describe('that goes wrong', () => {
	test('is gone on with by the schedule, where the page had no time', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const file = await ann.upload('file', bytes, folder);

		const { isTold } = await keepReady({ ...world.deps, hasTimeLeft: () => false }, ann, {
			entryIds: [folder],
			keep: true,
		});

		expect(isTold).toBe(false);
		expect(await tagOf(file.id)).toBe('archive=auto');
		expect(await world.goOn()).toMatchObject({ untold: 0, failed: 0 });
		expect(await tagOf(file.id)).toBe('archive=never');
	});

	test('is gone on with by a page that shows how far it is, whatever is wished by then', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		for (const name of ['one', 'two']) await ann.upload(name, bytes, folder);
		const noTime = { ...world.deps, hasTimeLeft: () => false };
		await keepReady(noTime, ann, { entryIds: [folder], keep: true });

		const goingOn = await ann.can.keepReady({ entryIds: [], keep: false });

		expect(goingOn).toEqual({ entries: [], told: 2, isTold: true });
		expect((await ann.does.getEntry({ entryId: folder })).entry.keepsReady).toBe(true);
	});

	test('is done later where S3 does not answer', async () => {
		const file = await ann.upload('file', bytes);
		world.bucket.s3.injectFaults(({ operation }) =>
			operation === 'PutObjectTagging' ? { status: 503 } : undefined,
		);
		const { isTold } = await ann.can.keepReady({ entryIds: [file.id], keep: true });
		expect(isTold).toBe(false);
		expect(await world.goOn()).toMatchObject({ untold: 1, failed: 1 });
		world.bucket.s3.injectFaults(undefined);

		await world.goOn();

		expect(await tagOf(file.id)).toBe('archive=never');
	});

	test('ends as it was last wished, also where two work on it at once', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const files = [];
		for (let i = 0; i < 5; i += 1) files.push(await ann.upload(String(i), bytes, folder));

		for (const keep of [true, false, true, false]) {
			await Promise.all([
				ann.can.keepReady({ entryIds: [folder], keep }),
				world.goOn(),
				world.goOn(),
			]);
		}
		await world.goOn();

		for (const { id } of files) expect(await tagOf(id)).toBe('archive=auto');
		expect(await ann.catalog.keepChecks.count(ann.ownerId, 10)).toBe(0);
	});

	test('of another person, of the trash and of the top folder is refused', async () => {
		const bob = await world.newUploader();
		const file = await bob.upload('file', bytes);
		const own = await ann.upload('own', bytes);
		await ann.does.trashEntries({ entryIds: [own.id] });

		for (const id of [file.id, own.id]) {
			const asked = ann.can.keepReady({ entryIds: [id], keep: true });
			await expect(asked).rejects.toMatchObject({ code: 'not_found' });
		}
		const all = ann.can.keepReady({ entryIds: [ann.rootId], keep: true });
		await expect(all).rejects.toMatchObject({ code: 'top_folder' });
	});
});

test('a folder of more files than one step reads is told of to its end', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	const names = Array.from({ length: 450 }, (_, i) => String(i));
	const ids = await ann.files(folder, names);
	const later = await ann.folder(folder, 'later');
	const [last = ''] = await ann.files(later, ['last']);
	await storeVersionsOf([...ids, last]);

	await ann.can.keepReady({ entryIds: [folder], keep: true });
	await world.goOn();

	const versions = await ann.catalog.versions.ofEntries(
		ann.ownerId,
		[...ids.slice(0, 199), last],
		1000,
	);
	expect(versions.map(({ staysReady }) => staysReady)).toEqual(Array(200).fill(true));
	expect(await ann.catalog.keepChecks.count(ann.ownerId, 10)).toBe(0);
});

/** Rows alone: S3 has nothing of them, and so nothing to be told. */
async function storeVersionsOf(entryIds: readonly string[]): Promise<void> {
	const files = await ann.catalog.entries.getMany(ann.ownerId, entryIds);
	await ann.catalog.withLockedOwner(ann.ownerId, ({ versions }) =>
		versions.insert(
			[...files.values()]
				.filter((file) => file.kind === 'file')
				.map((file) => ({
					...file,
					id: file.versionId,
					entryId: file.id,
					objectKey: `u/${ann.ownerId}/${file.id}/${file.versionId}`,
					s3VersionId: '0'.repeat(32),
					checksum: '',
					restoring: null,
					lookedAt: null,
					staysReady: false,
					state: 'ready' as const,
				})),
		),
	);
}
