import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BUCKET } from '../support/object-store.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';

let world: World;
let ann: Uploader;
let fileId: string;
let versionId: string;
let folderId: string;
const hello = Buffer.from('hello');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	// What one test has broken is none of the next one's business.
	for (const table of ['users', 'entries', 'versions', 'uploads', 'derivatives']) {
		await world.fresh.observer.query(`delete from ${table}`);
	}
	await world.reconcile();
	ann = await world.newUploader();
	folderId = await ann.folder(ann.rootId, 'folder');
	({ id: fileId, versionId } = await ann.upload('a.txt', hello, folderId));
});

const sql = (text: string, values: readonly string[]) =>
	world.fresh.observer.query(text, [...values]);

test('finds nothing where all is well', async () => {
	expect(await world.fsck()).toEqual([]);
});

describe('finds', () => {
	test('a row whose object is gone', async () => {
		const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId);
		const { objectKey: key = '', s3VersionId: objectVersionId = '' } = version ?? {};
		await world.bucket.store.deleteVersions([{ key, objectVersionId }]);

		expect(await world.fsck()).toEqual([expect.stringMatching(`^ghost ${versionId}`)]);
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
		['another size', 'update versions set size_bytes = 6 where id = ?', /bytes, not 6/],
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

		expect(await world.fsck()).toEqual([
			expect.stringMatching(`^ghost ${versionId} thumb S3 has no d/nowhere`),
		]);
	});

	test('bytes where nothing of ours may lie, and a delete marker', async () => {
		const [version] = await world.deps.catalog.versions.ofEntry(ann.ownerId, fileId);
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

	test('an upload in parts that nobody waits for', async () => {
		const key = `u/${ann.ownerId}/${randomUUID()}/${randomUUID()}`;
		await world.bucket.store.beginParts(key, 'text/plain');

		expect(await world.fsck()).toEqual([expect.stringMatching(`^orphan ${key}`)]);
	});

	test.each([
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

		expect(await world.fsck()).toEqual([expect.stringMatching(`^tree ${fileId}`)]);
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
			expect.stringMatching(`^tree ${versionId} is a version of a file that is not there`),
			expect.stringMatching(`^tree ${ann.ownerId} is a person without a top folder`),
		]);
	});

	test('a file without its version', async () => {
		await sql('update entries set version_id = ? where id = ?', [randomUUID(), fileId]);

		expect(await world.fsck()).toEqual([expect.stringMatching(`^tree ${fileId}`)]);
	});
});

describe('the command', () => {
	async function run(flags: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
		const command = join(import.meta.dirname, '../../lambdas/fsck.ts');
		const child = spawn(process.execPath, [command, '--grace=0', ...flags], {
			env: {
				...{ PATH: process.env.PATH, DATABASE_URL: world.fresh.url },
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
		['a flag it does not know', ['--repair'], {}, "Unknown option '--repair'"],
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
