import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

	test('a file without its version', async () => {
		await sql('update entries set version_id = ? where id = ?', [randomUUID(), fileId]);

		expect(await world.fsck()).toEqual([expect.stringMatching(`^tree ${fileId}`)]);
	});
});

describe('the command', () => {
	async function run(...flags: readonly string[]) {
		const command = join(import.meta.dirname, '../../lambdas/fsck.ts');
		const child = spawn(process.execPath, [command, '--grace=0', ...flags], {
			env: {
				...{ PATH: process.env.PATH, DATABASE_URL: world.fresh.url },
				...world.bucket.environment,
			},
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let text = '';
		child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
		const [code] = (await once(child, 'close')) as [number];
		return { code, text };
	}

	test('says that all is well, and ends with 0', async () => {
		expect(await run()).toEqual({ code: 0, text: 'All is well.\n' });
	});

	test('tells each finding as JSON, and ends with 1', async () => {
		await sql('update users set used_bytes = 6 where id = ?', [ann.ownerId]);

		const { code, text } = await run('--json');

		expect(code).toBe(1);
		expect(JSON.parse(text)).toMatchObject({
			ok: false,
			findings: [{ kind: 'quota', subject: ann.ownerId }],
		});
	});
});
