import { DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chunkKey } from '../../../lambdas/manifest-format/manifest.ts';
import { rebuild, type Rebuilt } from '../../../lambdas/rebuild/rebuild.ts';
import { BUCKET } from '../../support/object-store.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { loseRows, vaultRows } from '../../support/vault-rows.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	await loseRows(world.fresh);
	ann = await world.newUploader();
});

const MEDIA = {
	takenAt: '2012-04-16T22:30:00.250Z',
	utcOffsetMinutes: 120,
	durationMs: 1500,
	width: 4,
	height: 3,
};
const bytes = (text: string) => Buffer.from(text);

async function rebuildAnn(): Promise<Rebuilt> {
	const { store, documents } = world.bucket;
	const deps = {
		db: world.fresh.database,
		store,
		documents,
		now: new Date('2026-11-30T12:00:00Z'),
		newId: uuidv7,
		quotaBytes: 1000,
	};
	const [rebuilt] = await Array.fromAsync(rebuild(deps, ann.ownerId));
	if (rebuilt === undefined) throw new Error('nothing was rebuilt');
	return rebuilt;
}

/** Folders in folders, versions, a thumbnail, the trash, dates, and names that are hard to keep. */
async function fill(): Promise<void> {
	const { rootId, does } = ann;
	const papers = await ann.folder(rootId, 'Pàpiers 📁');
	const taxes = await ann.folder(papers, 'taxes');
	await ann.upload('a.txt', bytes('a'), taxes);
	await ann.upload('ﬁne – İstanbul "quoted".txt', bytes('b'), papers);
	const changed = await ann.upload('changed.txt', bytes('first'), papers);
	const [again] = await ann.begin([
		asked(papers, bytes('second'), {
			name: 'changed.txt',
			onConflict: 'new-version',
			modifiedAt: '1999-12-31T23:59:59.999Z',
		}),
	]);
	await post(formOf(again).form, bytes('second'));
	await ann.can.completeUploads({
		uploads: [{ uploadId: formOf(again).uploadId, checksum: sha256(bytes('second')) }],
	});
	await thumbOf(changed.versionId);
	const [taken] = await ann.begin([
		{
			...asked(papers, bytes('taken'), { name: 'taken.jpg', contentType: 'image/jpeg' }),
			media: MEDIA,
		},
	]);
	await post(formOf(taken).form, bytes('taken'));
	await ann.can.completeUploads({
		uploads: [{ uploadId: formOf(taken).uploadId, checksum: sha256(bytes('taken')) }],
	});
	const gone = await ann.upload('in the trash.txt', bytes('t'), taxes);
	await does.trashEntries({ entryIds: [gone.id] });
	const tree = await ann.folder(rootId, 'a tree in the trash');
	await ann.upload('leaf.txt', bytes('leaf'), tree);
	await does.trashEntries({ entryIds: [tree] });
	await ann.can.keepReady({ entryIds: [taxes], keep: true });
}

async function thumbOf(versionId: string): Promise<void> {
	const picture = bytes('picture');
	const { derivatives } = await ann.can.signDerivatives({
		derivatives: [
			{
				versionId,
				kind: 'thumb',
				sizeBytes: picture.length,
				sha256: sha256(picture),
				contentType: 'image/webp',
			},
		],
	});
	if (derivatives[0]?.outcome !== 'send') throw new Error('refused');
	await post(derivatives[0].form, picture);
	await ann.can.recordDerivatives({ derivatives: [{ versionId, kind: 'thumb' }] });
}

/** What fsck finds in her vault; the bucket holds what earlier tests have lost. */
async function faults(): Promise<readonly string[]> {
	const lines = await world.fsck();
	return lines.filter((line) => !line.startsWith('orphan') || line.includes(ann.ownerId));
}

/** The database is lost, and the manifest is what it was. */
async function loseDatabase(): Promise<void> {
	await world.writeManifests();
	await loseRows(world.fresh);
}

test('a vault comes back row for row from the bucket alone', async () => {
	await fill();
	const before = await vaultRows(world.fresh, ann.ownerId);
	await loseDatabase();

	const rebuilt = await rebuildAnn();

	expect(rebuilt).toMatchObject({ outcome: 'rebuilt', folders: 3, files: 6, versions: 7 });
	expect(rebuilt).toMatchObject({ recovered: 0, lost: [] });
	// S3 is told again what is to be archived.
	await world.goOn();
	expect(await vaultRows(world.fresh, ann.ownerId)).toEqual(before);
	expect(await faults()).toEqual([]);
	expect((await ann.does.openVault({})).rootId).toBe(ann.rootId);
});

test('once more leaves a vault that is there alone', async () => {
	await fill();
	await loseDatabase();
	await rebuildAnn();
	const after = await vaultRows(world.fresh, ann.ownerId);

	expect(await rebuildAnn()).toEqual({ ownerId: ann.ownerId, outcome: 'already-there' });
	expect(await vaultRows(world.fresh, ann.ownerId)).toEqual(after);
});

test('what a run that was killed has left is no hindrance', async () => {
	await fill();
	const before = await vaultRows(world.fresh, ann.ownerId);
	await loseDatabase();
	await rebuildAnn();
	await world.fresh.observer.query('delete from users');
	await world.fresh.observer.query('delete from versions limit 2');

	await rebuildAnn();

	// S3 is told again what is to be archived.
	await world.goOn();
	expect(await vaultRows(world.fresh, ann.ownerId)).toEqual(before);
});

test('what came after the manifest is there, under a name of its own or as the newest version', async () => {
	const known = await ann.upload('known.txt', bytes('old'));
	await world.writeManifests();
	const late = await ann.upload('late.txt', bytes('late'));
	const [again] = await ann.begin([
		asked(ann.rootId, bytes('new'), { name: 'known.txt', onConflict: 'new-version' }),
	]);
	await post(formOf(again).form, bytes('new'));
	await ann.can.completeUploads({
		uploads: [{ uploadId: formOf(again).uploadId, checksum: sha256(bytes('new')) }],
	});
	await loseRows(world.fresh);

	expect(await rebuildAnn()).toMatchObject({ recovered: 2, files: 2, folders: 1 });

	expect((await ann.read(known.id)).bytes).toEqual(bytes('new'));
	expect((await ann.read(late.id)).bytes).toEqual(bytes('late'));
	expect(await ann.namesIn(ann.rootId)).toEqual(['Recovered 2026-11-30', 'known.txt']);
	expect(await faults()).toEqual([]);
});

test('a person without a manifest gets a vault of what S3 holds', async () => {
	const file = await ann.upload('never written down.txt', bytes('here'));
	await loseRows(world.fresh);

	expect(await rebuildAnn()).toMatchObject({ asOf: undefined, recovered: 1, files: 1 });

	expect((await ann.read(file.id)).bytes).toEqual(bytes('here'));
	expect(await faults()).toEqual([]);
});

test('a file whose bytes are gone is told by name; one with an older version shows that', async () => {
	await fill();
	const { versions } = world.deps.catalog;
	const [root] = (await ann.does.listFolder({ folderId: ann.rootId })).entries;
	const { entries } = await ann.does.listFolder({ folderId: root?.id ?? '' });
	const changed = entries.find(({ name }) => name === 'changed.txt')?.id ?? '';
	const fine = entries.find(({ name }) => name.startsWith('ﬁne'))?.id ?? '';
	const [second] = await versions.ofEntry(ann.ownerId, changed, { limit: 10 });
	const [only] = await versions.ofEntry(ann.ownerId, fine, { limit: 10 });
	await world.writeManifests();
	await world.bucket.client.send(
		new DeleteObjectsCommand({
			Bucket: BUCKET,
			Delete: {
				Objects: [second, only].map((version) => ({
					Key: version?.objectKey,
					VersionId: version?.s3VersionId,
				})),
			},
		}),
	);
	await loseRows(world.fresh);

	expect(await rebuildAnn()).toMatchObject({ lost: ['ﬁne – İstanbul "quoted".txt'] });

	expect((await ann.read(changed)).bytes).toEqual(bytes('first'));
	expect(await faults()).toEqual([]);
});

test('what was being deleted forever stays deleted', async () => {
	const file = await ann.upload('secret.txt', bytes('secret'));
	await ann.does.trashEntries({ entryIds: [file.id] });
	await world.fresh.observer.query(
		'update entries set parent_id = (select purge_id from users where id = ?), rev = rev + 1 where id = ?',
		[ann.ownerId, file.id],
	);
	await loseDatabase();

	expect(await rebuildAnn()).toMatchObject({ files: 0, recovered: 0, lost: [] });

	await world.reconcile();
	expect(
		(await world.bucket.contents()).filter((each) => each.startsWith(`u/${ann.ownerId}`)),
	).toEqual([]);
});

test.each([
	[
		'cut off',
		() => ({ Key: `m/${ann.ownerId}/manifest.json`, Body: '{"format":1' }),
		/^The manifest of .* cannot be read: /,
	],
	[
		'of a later format',
		() => ({ Key: `m/${ann.ownerId}/manifest.json`, Body: '{"format":2}' }),
		/^The manifest of .* cannot be read: /,
	],
])(
	'a manifest that is %s is refused in a sentence, and nothing is written',
	async (_, object, sentence) => {
		await fill();
		await loseDatabase();
		await world.bucket.client.send(new PutObjectCommand({ Bucket: BUCKET, ...object() }));

		await expect(rebuildAnn()).rejects.toThrow(sentence);
		const [users] = await world.fresh.observer.query('select * from users');
		expect(users).toEqual([]);
	},
);

test('a chunk that is damaged or missing is refused in a sentence', async () => {
	await fill();
	await loseDatabase();
	const manifest = JSON.parse(
		Buffer.from(
			(await world.bucket.documents.read(`m/${ann.ownerId}/manifest.json`)) ?? [],
		).toString(),
	) as { entries: { sha256: string }[] };
	const key = chunkKey(ann.ownerId, manifest.entries[0]?.sha256 ?? '');
	const [other] = (await world.bucket.contents()).flatMap((each) =>
		each.startsWith('m/') && !each.startsWith(key) && each.includes('.gz ')
			? [each.split(' ')[0]]
			: [],
	);
	const body = await world.bucket.documents.read(other ?? '');
	await world.bucket.documents.write(key, body ?? new Uint8Array(), 'application/gzip');

	await expect(rebuildAnn()).rejects.toThrow(/is damaged/);
	await world.bucket.documents.remove([key]);
	await expect(rebuildAnn()).rejects.toThrow(/names m\/.*, which is not there/);
});
