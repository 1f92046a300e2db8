import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { packId } from '../../lambdas/adapters/mysql-catalog/name-grams.ts';
import { ARCHIVED_TAG_HEADER } from '../../lambdas/adapters/s3-object-store/archive-tag.ts';
import { S3ArchiveTags } from '../../lambdas/adapters/s3-object-store/s3-archive-tags.ts';
import { fsck } from '../../lambdas/fsck/fsck.ts';
import { BUCKET } from '../support/object-store.ts';
import { post, sha256 } from '../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';

let world: World;
let ann: Uploader;
let fileId: string;
let versionId: string;
let folderId: string;
/** Of the one file. */
let key: string;
let restoreId: string;
let archivedVersionId: string;
const hello = Buffer.from('hello');
const tables = [
	...['users', 'entries', 'name_grams', 'versions', 'uploads', 'derivatives'],
	...['batches', 'surplus_checks', 'restore_jobs', 'restore_folders', 'restore_items'],
	'restore_targets',
];

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	// What one test has broken is none of the next one's business.
	for (const table of tables) {
		await world.fresh.observer.query(`delete from ${table}`);
	}
	await world.reconcile();
	ann = await world.newUploader();
	folderId = await ann.folder(ann.rootId, 'folder');
	({ id: fileId, versionId } = await ann.upload('a.txt', hello, folderId));
	key = `u/${ann.ownerId}/${fileId}/${versionId}`;
});

const sql = (text: string, values: readonly (string | Buffer)[]) =>
	world.fresh.observer.query(text, [...values]);

test('finds nothing where all is well', async () => {
	expect(await world.fsck()).toEqual([]);
});

describe('finds', () => {
	test('a row whose object is gone', async () => {
		const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId, {
			limit: 100,
		});
		const { objectKey: key = '', s3VersionId: objectVersionId = '' } = version ?? {};
		await world.bucket.store.deleteVersions([{ key, objectVersionId }]);

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^ghost ${versionId}`),
			expect.stringMatching(`^file ${versionId} its person is not told that it is missing`),
		]);
	});

	test.each([
		['another checksum', "update versions set checksum = 'x' where id = ?", 'ghost'],
		['bytes that no row names', 'delete from versions where id = ?', 'orphan'],
	])('%s', async (_, text, kind) => {
		await sql(text, [versionId]);

		const kinds = (await world.fsck()).map((line) => line.split(' ')[0]);

		expect(kinds).toContain(kind);
	});

	test.each([
		['another size', 'update versions set size_bytes = 6 where id = ?', /bytes, not 6.*"a\.txt"/],
		['another object', "update versions set s3_version_id = 'x' where id = ?", /has no/],
	])('a row that says %s', async (_, text, why) => {
		await sql(text, [versionId]);

		const found = await world.fsck();

		const ghost = found.find((line) => line.startsWith(`ghost ${versionId}`));
		expect(ghost).toMatch(why);
	});

	test('a picture whose object is gone', async () => {
		await sql(
			`insert into derivatives values (?, ?, ?, 'thumb', 'd/nowhere', 'x', 5, 'image/webp')`,
			[ann.ownerId, fileId, versionId],
		);
		await sql('update entries set has_thumb = 1 where id = ?', [fileId]);
		await sql('update users set derivative_bytes = 5 where id = ?', [ann.ownerId]);

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^ghost ${versionId} thumb S3 has no d/nowhere`),
		]);
	});

	test('bytes where nothing of ours may lie, and a delete marker', async () => {
		const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId, {
			limit: 100,
		});
		const Bucket = BUCKET;
		const Key = version?.objectKey ?? '';
		await world.bucket.client.send(new PutObjectCommand({ Bucket, Key: 'u/stray', Body: 'x' }));
		await world.bucket.client.send(new DeleteObjectCommand({ Bucket, Key }));

		const found = await world.fsck();

		// Reconciling leaves to people what has no shape of ours.
		const strays = await Array.fromAsync(world.bucket.store.listVersions('u/stray'));
		await world.bucket.store.deleteVersions(strays);
		expect(found).toContainEqual(expect.stringMatching('^orphan u/stray S3 holds bytes'));
		expect(found).toContainEqual(expect.stringMatching(`^orphan ${Key} S3 holds a delete marker`));
	});

	test('an upload in parts that no pending row names', async () => {
		const key = `u/${ann.ownerId}/${randomUUID()}/${randomUUID()}`;
		await world.bucket.store.beginParts(key, 'text/plain');

		expect(await world.fsck()).toEqual([expect.stringMatching(`^orphan ${key}`)]);
	});

	test.each([
		['counted in files', 'update users set file_count = file_count + 1 where id = ?'],
		['counted in folders', 'update users set folder_count = folder_count + 1 where id = ?'],
		[
			'taken by derivatives',
			'update users set derivative_bytes = derivative_bytes + 1 where id = ?',
		],
		['used', 'update users set used_bytes = used_bytes + 1 where id = ?'],
		['reserved', 'update users set reserved_bytes = 7 where id = ?'],
	])('room that is wrongly %s', async (_, text) => {
		await sql(text, [ann.ownerId]);

		expect(await world.fsck()).toEqual([expect.stringMatching(`^quota ${ann.ownerId}`)]);
	});

	test('more than there is room for', async () => {
		await sql('update users set quota_bytes = 4 where id = ?', [ann.ownerId]);

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^quota ${ann.ownerId} holds and promises more than its 4 bytes`),
		]);
	});

	test('a circle of folders', async () => {
		const inner = await ann.folder(folderId, 'inner');
		await sql('update entries set parent_id = ? where id = ?', [inner, folderId]);

		const found = await world.fsck();

		expect(found).toContainEqual(expect.stringMatching(`^tree ${inner} .*cannot be reached`));
	});

	test("a file in another person's folder", async () => {
		const bob = await world.newUploader();
		await sql('update entries set parent_id = ? where id = ?', [bob.rootId, fileId]);

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^tree ${fileId}`),
			expect.stringMatching(`^total ${ann.ownerId} has .* wrong totals`),
		]);
	});

	test.each([
		['a folder that is not there', () => randomUUID(), 'that is not there'],
		['a file', () => fileId, 'that is no folder of the same person'],
	])('an entry in %s', async (_, place, why) => {
		const lost = await ann.folder(folderId, 'lost');
		await sql('update entries set parent_id = ? where id = ?', [place(), lost]);

		expect(await world.fsck()).toContainEqual(expect.stringMatching(`^tree ${lost} .*${why}`));
	});

	test('a version without its file, and a person without a top folder', async () => {
		await sql('delete from entries where id = ?', [fileId]);
		await sql('update users set root_id = ? where id = ?', [randomUUID(), ann.ownerId]);

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^key ${fileId} is found by other pieces`),
			expect.stringMatching(`^tree ${versionId} is a version of a file that is not there`),
			expect.stringMatching(`^tree ${ann.ownerId} is a person without a top folder`),
			expect.stringMatching(`^total ${ann.ownerId} has .* wrong totals`),
		]);
	});

	test('a mailbox that no owner wants and that nothing has ended', async () => {
		const address = `${ann.ownerId}@example.com`;
		await ann.getsNotices(address);
		const { id = '' } = (await world.deps.catalog.mailboxes.get(address)) ?? {};
		await sql("update mailboxes set asked_at = '2020-01-01' where id = ?", [id]);
		expect(await world.fsck()).toEqual([]);

		await world.deps.catalog.mailboxes.setWish(ann.ownerId, undefined);

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^mailbox ${id} is held by no owner`),
		]);

		await world.sweep();

		expect(await world.fsck()).toEqual([]);
	});

	test('a file without its version', async () => {
		await sql('update entries set version_id = ? where id = ?', [randomUUID(), fileId]);

		expect(await world.fsck()).toEqual([expect.stringMatching(`^tree ${fileId}`)]);
	});
});

/** By what breaks it: what is found and done, in order. */
const mendable: readonly {
	readonly title: string;
	readonly breaks: () => Promise<unknown>;
	readonly done: () => readonly string[] | Promise<readonly string[]>;
}[] = [
	{
		title: 'a second version below the named one, and one above it',
		breaks: () => nameTheMiddleOfThree(),
		done: () => [
			`surplus ${key} removed`,
			`surplus ${key} removed`,
			`hidden ${key} is the newest again`,
		],
	},
	{
		title: 'a delete marker',
		breaks: () => world.bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key })),
		done: () => [`orphan ${key} removed`, `hidden ${key} is the newest again`],
	},
	{
		title: 'a file of another size, type, class and time than its version',
		breaks: () =>
			sql(
				`update entries set size_bytes = 7, content_type = 'image/png', storage_class = 'GLACIER',
				modified_at = '2001-01-01', has_thumb = 1, has_preview = 1 where id = ?`,
				[fileId],
			),
		done: () => [
			`key ${fileId} written anew`,
			`file ${fileId} told as its version says`,
			`total ${ann.ownerId} counted anew`,
		],
	},
	{
		title: 'a file that says other things of itself than its version does',
		breaks: () => sql('update entries set duration_ms = 7, width = 8 where id = ?', [fileId]),
		done: () => [`file ${fileId} told as its version says`],
	},
	{
		title: 'a month with other pictures than were taken in it',
		breaks: () =>
			sql("insert into month_totals values (?, ?, '2012-04', 1)", [ann.ownerId, folderId]),
		done: () => [`total ${ann.ownerId} counted anew`],
	},
	...['items', 'bytes'].map((column) => ({
		title: `a folder that says it holds other ${column}`,
		breaks: () => sql(`update totals set ${column} = ${column} + 1 where entry_id = ?`, [folderId]),
		done: () => [`total ${ann.ownerId} counted anew`],
	})),
	{
		title: 'a vault that was never counted',
		breaks: () => sql('delete from totals where owner_id = ?', [ann.ownerId]),
		done: () => [`total ${ann.ownerId} counted anew`],
	},
	{
		title: 'a total of what is not there',
		breaks: () =>
			sql(`insert into totals values (?, ?, 'older', 'image', 'GLACIER', 0, 1, 10)`, [
				ann.ownerId,
				randomUUID(),
			]),
		done: () => [`total ${ann.ownerId} counted anew`],
	},
	{
		title: 'a thumbnail that no file shows',
		breaks: async () => {
			await thumb();
			await sql('update entries set has_thumb = 0 where id = ?', [fileId]);
		},
		done: () => [`file ${fileId} told as its version says`],
	},
	{
		title: 'a class that S3 has changed without an event arriving',
		breaks: async () => {
			await sql("update versions set storage_class = 'GLACIER' where id = ?", [versionId]);
			await sql("update entries set storage_class = 'GLACIER' where id = ?", [fileId]);
		},
		done: () => [`file ${versionId} said to be in STANDARD`, `total ${ann.ownerId} counted anew`],
	},
	{
		title: 'a restored copy that S3 does not have',
		breaks: async () => {
			const until = "restored_until = '9999-01-01', ready_about = null";
			await sql(`update versions set ${until} where id = ?`, [versionId]);
			await sql(`update entries set ${until} where id = ?`, [fileId]);
		},
		done: () => [`file ${versionId} said to be in STANDARD`],
	},
	{
		title: 'a file that is said to be restoring, and its version is not',
		breaks: () => sql("update entries set ready_about = '2030-01-01' where id = ?", [fileId]),
		done: () => [`file ${fileId} told as its version says`],
	},
	{
		title: 'a restore that S3 makes and no row knows of',
		breaks: async () => {
			const { id, versionId: archivedId } = await ann.uploadArchived('b.txt', hello, folderId);
			const targets = [{ entryId: id }];
			await ann.can.beginRestore({ id: randomUUID(), targets, tier: 'Bulk' });
			archivedVersionId = archivedId;
			await sql('update versions set ready_about = null where id = ?', [archivedId]);
			await sql('update entries set ready_about = null where id = ?', [id]);
		},
		done: () => [`file ${archivedVersionId} said to be in GLACIER, restoring`],
	},
	{
		title: 'a restore that S3 has forgotten, and a job waits for',
		breaks: async () => {
			restoreId = randomUUID();
			const { id, versionId: archivedId } = await ann.uploadArchived('b.txt', hello, folderId);
			const targets = [{ entryId: id }];
			world.bucket.s3.injectFaults(({ operation }) =>
				operation === 'RestoreObject'
					? { status: 409, code: 'RestoreAlreadyInProgress' }
					: undefined,
			);
			await ann.can.beginRestore({ id: restoreId, targets, tier: 'Bulk' });
			world.bucket.s3.injectFaults(undefined);
			archivedVersionId = archivedId;
		},
		done: async () => {
			const { job } = await ann.can.getRestore({ jobId: restoreId });
			expect(job).toMatchObject({ state: 'done', files: { failed: 1 } });
			return [`file ${archivedVersionId} said to be in GLACIER`];
		},
	},
	{
		title: 'what a restore counts',
		breaks: async () => {
			const { id } = await ann.uploadArchived('b.txt', hello, folderId);
			restoreId = randomUUID();
			const targets = [{ entryId: id }];
			await ann.can.beginRestore({ id: restoreId, targets, tier: 'Bulk' });
			await sql('update restore_jobs set waiting_count = 7, restoring_count = 0 where id = ?', [
				restoreId,
			]);
		},
		done: () => [`restore ${restoreId} counted anew`],
	},
	{
		title: 'a version that is said to be being deleted although its file lives',
		breaks: () => sql("update versions set state = 'deleting' where id = ?", [versionId]),
		done: () => [`file ${versionId} kept`],
	},
	{
		title: 'keys that are not those of the name',
		breaks: () => sql("update entries set name_key = 'x', sort_key = 'y' where id = ?", [fileId]),
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'a row that a release before the search keys has written',
		breaks: () => sql('update entries set search_key = null where id = ?', [fileId]),
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'every other key of a list',
		breaks: () =>
			sql(
				"update entries set changed_key = 'x', size_key = 'y', recent_key = 'z', media_key = 'w' where id = ?",
				[fileId],
			),
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'a piece of a name that is missing',
		breaks: () => sql("delete from name_grams where gram = 'txt' and owner_id = ?", [packed()]),
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'a piece of a name that is no piece of it',
		breaks: () =>
			sql("update name_grams set gram = 'zzz' where gram = 'txt' and owner_id = ?", [packed()]),
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'pieces of the name of something that is gone',
		breaks: () => sql('insert into name_grams values (?, ?, ?)', [packed(), 'zzz', packId(GONE)]),
		done: () => [`key ${GONE} written anew`],
	},
	{
		title: 'trash without its date',
		breaks: async () => {
			await ann.does.trashEntries({ entryIds: [fileId] });
			await sql(
				`update entries set trashed_at = null, trashed_from = null, trashed_path = null, sweep_at = null
				where id = ?`,
				[fileId],
			);
		},
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'a file with a date to be deleted at that does not lie in the trash',
		breaks: () => sql("update entries set sweep_at = '2020-01-01' where id = ?", [fileId]),
		done: () => [`key ${fileId} written anew`],
	},
	{
		title: 'bytes used and reserved that are not the sum of the rows',
		breaks: () =>
			sql('update users set used_bytes = 6, reserved_bytes = 7 where id = ?', [ann.ownerId]),
		done: () => [`quota ${ann.ownerId} counted anew`, `quota ${ann.ownerId} counted anew`],
	},
	{
		title: 'a batch that counted otherwise than its uploads',
		breaks: () =>
			sql('update batches set ended_count = 0, stored_bytes = 9 where owner_id = ?', [ann.ownerId]),
		done: () => [expect.stringMatching(/^batch .* counted anew$/) as string],
	},
];

const GONE = '00000000-0000-7000-8000-000000000000';
const packed = () => packId(ann.ownerId);

async function put(): Promise<string> {
	const command = new PutObjectCommand({
		Bucket: BUCKET,
		Key: key,
		Body: hello,
		ChecksumAlgorithm: 'SHA256',
		Tagging: ARCHIVED_TAG_HEADER,
	});
	return (await world.bucket.client.send(command)).VersionId ?? '';
}

async function nameTheMiddleOfThree(): Promise<void> {
	const middle = await put();
	await put();
	await sql('update versions set s3_version_id = ? where id = ?', [middle, versionId]);
}

async function thumb(): Promise<void> {
	const picture = { versionId, kind: 'thumb', sizeBytes: 5, sha256: sha256(hello) } as const;
	const { derivatives } = await ann.can.signDerivatives({
		derivatives: [{ ...picture, contentType: 'image/webp' }],
	});
	if (derivatives[0]?.outcome !== 'send') throw new Error('refused');
	await post(derivatives[0].form, hello);
	await ann.can.recordDerivatives({ derivatives: [{ versionId, kind: 'thumb' }] });
}

describe('repairs', () => {
	test.each(mendable)('$title', async ({ breaks, done }) => {
		await breaks();
		expect(await world.fsck()).not.toEqual([]);

		const mended = await world.repair();
		expect(mended).toEqual(await done());

		expect(await world.fsck()).toEqual([]);
		const kept = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId, { limit: 100 });
		expect(await world.deps.store.inspectObjectVersion(objectOf(kept[0]))).toMatchObject({
			sizeBytes: 5,
		});
	});

	test('trash without its date with the whole time once more, and it can be taken back', async () => {
		await ann.does.trashEntries({ entryIds: [fileId] });
		await sql('update entries set trashed_at = null, sweep_at = null where id = ?', [fileId]);

		await world.repair();
		await world.sweep();
		await ann.does.putBackEntries({ entryIds: [fileId] });

		expect((await ann.read(fileId)).bytes).toEqual(hello);
	});
});

test('tells a person of missing bytes, and takes it back when they are there again', async () => {
	const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId, { limit: 100 });
	const told = async () => (await ann.does.getEntry({ entryId: fileId })).entry;
	await sql("update versions set s3_version_id = 'elsewhere' where id = ?", [versionId]);

	expect(await world.repair()).toContain(`file ${versionId} told`);
	expect(await told()).toMatchObject({ missingSince: expect.any(String) as string });
	await sql('update versions set s3_version_id = ? where id = ?', [
		version?.s3VersionId ?? '',
		versionId,
	]);

	expect(await world.repair()).toEqual([`file ${versionId} said to be there`]);
	expect(await told()).toMatchObject({ missingSince: null });
	expect(await world.fsck()).toEqual([]);
});

test('repairs the wish for notices of a deleted account', async () => {
	await world.deps.catalog.mailboxes.setWish(GONE, {
		email: 'a@example.com',
		askedAt: new Date(),
		askingUntil: null,
		language: null,
	});

	expect(await world.repair()).toEqual([`mailbox ${GONE} forgotten`]);

	expect(await world.fsck()).toEqual([]);
});

describe('tells and does not touch', () => {
	test('a second version that is the last copy', async () => {
		await put();
		const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId, {
			limit: 100,
		});
		await world.bucket.store.deleteVersions([objectOf(version)]);

		expect(await world.repair()).toEqual([
			`ghost ${versionId} left`,
			`file ${versionId} told`,
			`orphan ${key} left`,
		]);

		expect(await world.bucket.contents()).toHaveLength(1);
	});

	test('bytes that no row names', async () => {
		await sql('delete from versions where id = ?', [versionId]);

		expect(await world.repair()).toContain(`orphan ${key} left`);

		expect(await world.bucket.contents()).toHaveLength(1);
	});

	test('a version that is being deleted and whose bytes are gone', async () => {
		const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId, {
			limit: 100,
		});
		await world.bucket.store.deleteVersions([objectOf(version)]);
		await sql("update versions set state = 'deleting' where id = ?", [versionId]);

		expect(await world.repair()).toEqual([`file ${versionId} left`]);
	});

	test('what is young', async () => {
		await put();
		const tags = new S3ArchiveTags(world.bucket.client, BUCKET);
		const place = { db: world.fresh.database, store: world.bucket.store, tags };
		const young = { ...place, now: new Date(), oldEnough: new Date(0) };

		const found = await Array.fromAsync(fsck(young));

		expect(found.map(({ kind }) => kind)).toEqual(['hidden']);
		expect(await found[0]?.repair?.run()).toBe(false);
	});

	test('a name whose key its neighbour has', async () => {
		const { id } = await ann.upload('b.txt', hello, folderId);
		await sql("update entries set name_key = 'x' where id = ?", [fileId]);
		await sql("update entries set name_key = 'a.txt' where id = ?", [id]);

		const lines = await world.repair();

		expect(lines).toHaveLength(2);
		expect(lines.filter((line) => line.endsWith('left')).length).toBeLessThan(2);
		await world.repair();
		expect(await world.fsck()).toEqual([]);
	});
});

function objectOf(version: { objectKey: string; s3VersionId: string } | undefined) {
	if (version === undefined) throw new Error('no version');
	return { key: version.objectKey, objectVersionId: version.s3VersionId };
}

describe('the command', () => {
	const kinds = [
		...['ghost', 'orphan', 'surplus', 'hidden', 'file', 'key', 'quota', 'batch', 'mailbox', 'tree'],
	];
	async function run(flags: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
		const command = join(import.meta.dirname, '../../lambdas/fsck.ts');
		const child = spawn(process.execPath, [command, '--grace=0', ...flags], {
			env: {
				PATH: process.env.PATH,
				DATABASE_URL: world.fresh.url,
				...world.bucket.environment,
				...environment,
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const [said, complaint, [code]] = await Promise.all([
			text(child.stdout),
			text(child.stderr),
			once(child, 'close') as Promise<[number]>,
		]);
		return { code, text: said + complaint };
	}

	test('says that all is well, and ends with 0', async () => {
		expect(await run()).toEqual({ code: 0, text: 'All is well.\n' });
	});

	test('explains itself and every finding, and ends with 0', async () => {
		const { code, text: help } = await run(['--help']);

		expect(code).toBe(0);
		for (const kind of kinds) expect(help).toMatch(new RegExp(`^  ${kind} `, 'm'));
	});

	test('repairs, says what it did, and ends with 0; a second time all is well', async () => {
		await sql('update users set used_bytes = 6 where id = ?', [ann.ownerId]);

		const first = await run(['--repair']);
		const second = await run(['--repair']);

		expect(first.code).toBe(0);
		expect(first.text).toContain('its versions have 5: counted anew\n1 found, 1 repaired.');
		expect(second).toEqual({ code: 0, text: 'All is well.\n' });
	});

	test('repairs nothing unless told to, and ends with 1 where something is left', async () => {
		await sql('update users set used_bytes = 6 where id = ?', [ann.ownerId]);
		await sql("update versions set checksum = 'x' where id = ?", [versionId]);

		expect(await run()).toMatchObject({ code: 1, text: /2 found\.\n$/ });
		expect(await run(['--repair', '--json'])).toMatchObject({ code: 1 });
		expect(await run(['--json'])).toMatchObject({ code: 1, text: /^(?!.*"repaired")/ });
	});

	test('tells each finding as JSON, and ends with 1', async () => {
		await sql('update users set used_bytes = 6 where id = ?', [ann.ownerId]);

		const { code, text: json } = await run(['--json']);

		expect(code).toBe(1);
		expect(JSON.parse(json)).toMatchObject({
			ok: false,
			findings: [{ kind: 'quota', subject: ann.ownerId }],
		});
	});

	test.each([
		['a grace that is no number', ['--grace=soon'], {}, '--grace takes whole seconds, not soon.'],
		['a flag it does not know', ['--fix'], {}, "Unknown option '--fix'"],
		[
			'a bucket that does not answer',
			[],
			{ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
			'The database or S3 does not answer: connect ECONNREFUSED 127.0.0.1:9',
		],
		[
			'nothing to look at',
			['--data=nowhere'],
			{ BUCKET: undefined },
			/^Set DATABASE_URL and BUCKET, or start CloudVault first/,
		],
	])('given %s, says so in one sentence, and ends with 2', async (_, flags, environment, why) => {
		const { code, text: said } = await run(flags, environment);

		expect(code).toBe(2);
		expect(said.trim().split('\n')).toEqual([
			typeof why === 'string' ? expect.stringContaining(why) : expect.stringMatching(why),
		]);
	});
});
