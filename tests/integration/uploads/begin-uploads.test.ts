import { FILE_MAX_BYTES, VAULT_FILES_MAX } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VaultError } from '../../../lambdas/domain/vault-error.ts';
import { asked, formOf, post, sha256, type Begun } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');
const other = Buffer.from('other bytes');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

async function finish(begun: readonly Begun[], bytes: Buffer): Promise<void> {
	const sent = begun.map(formOf);
	for (const { form } of sent) await post(form, bytes);
	await ann.can.completeUploads({
		uploads: sent.map(({ uploadId }) => ({ uploadId, checksum: sha256(bytes) })),
	});
}

describe('a name that is taken', () => {
	test('is asked about, and nothing is reserved meanwhile', async () => {
		const file = await ann.upload('a.txt', hello);

		const [answer] = await ann.begin([
			asked(ann.rootId, other, { name: 'A.TXT', onConflict: 'ask' }),
		]);

		expect(answer).toMatchObject({
			outcome: 'conflict',
			entryId: file.id,
			kind: 'file',
			sizeBytes: 5,
			file: { id: file.id, name: 'a.txt', versionId: file.versionId },
		});
		expect(await ann.usage()).toMatchObject({ reservedBytes: 0 });
	});

	test('by a folder is asked about too', async () => {
		const folderId = await ann.folder(ann.rootId, 'a.txt');

		const [answer] = await ann.begin([
			asked(ann.rootId, other, { name: 'a.txt', onConflict: 'ask' }),
		]);

		expect(answer).toMatchObject({
			outcome: 'conflict',
			entryId: folderId,
			kind: 'folder',
			file: null,
		});
	});

	test('by the same bytes needs no upload', async () => {
		const file = await ann.upload('a.txt', hello);

		const [answer] = await ann.begin([
			asked(ann.rootId, hello, { name: 'a.txt', onConflict: 'ask' }),
		]);

		expect(answer).toMatchObject({ outcome: 'already-here', entryId: file.id });
	});

	test('is left as it is by skip', async () => {
		const file = await ann.upload('a.txt', hello);

		const [answer] = await ann.begin([
			asked(ann.rootId, other, { name: 'a.txt', onConflict: 'skip' }),
		]);

		expect(answer).toMatchObject({ outcome: 'skipped', entryId: file.id });
	});

	test('gets a number by keep-both', async () => {
		await ann.upload('a.txt', hello);

		await finish(await ann.begin([asked(ann.rootId, other, { name: 'a.txt' })]), other);

		expect(await ann.namesIn(ann.rootId)).toEqual(['a (1).txt', 'a.txt']);
	});

	test('gets a new version by new-version, and the old one is kept and counted', async () => {
		const file = await ann.upload('a.txt', hello);

		const batch = [asked(ann.rootId, other, { name: 'a.txt', onConflict: 'new-version' })];
		await finish(await ann.begin(batch), other);

		const { entry, versions } = await ann.does.getEntry({ entryId: file.id });
		expect(entry).toMatchObject({ sizeBytes: other.length, rev: file.rev + 1 });
		expect(versions.map(({ sizeBytes }) => sizeBytes)).toEqual([other.length, 5]);
		expect((await ann.read(file.id)).bytes.equals(other)).toBe(true);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 + other.length });
		await world.reconcile();
		expect((await ann.read(file.id)).bytes.equals(other)).toBe(true);
	});

	test('becomes a new file where the one to replace went into the trash on the way', async () => {
		const file = await ann.upload('a.txt', hello);
		const begun = await ann.begin([
			asked(ann.rootId, other, { name: 'a.txt', onConflict: 'new-version' }),
		]);
		await ann.does.trashEntries({ entryIds: [file.id] });

		await finish(begun, other);

		expect(await ann.namesIn(ann.rootId)).toEqual(['a.txt']);
		const { entry } = await ann.does.getEntry({ entryId: file.id });
		expect(entry).toMatchObject({ sizeBytes: 5 });
	});

	test('within one batch never is a conflict, even over several calls', async () => {
		const id = randomUUID();
		const sixty = Array.from({ length: 60 }, () =>
			asked(ann.rootId, hello, { name: 'image.jpg', onConflict: 'ask' }),
		);

		await finish(await ann.begin(sixty.slice(0, 30), { id, fileCount: 60 }), hello);
		await finish(await ann.begin(sixty.slice(30), { id, fileCount: 60 }), hello);

		const names = await ann.namesIn(ann.rootId);
		expect(new Set(names).size).toBe(60);
		expect(names).toContain('image.jpg');
		expect(names).toContain('image (59).jpg');
	});
});

describe('a file that cannot be taken is refused alone', () => {
	test.each([
		['a bad name', { name: 'a/b' }, 'bad_name'],
		['an unknown folder', { parentId: randomUUID() }, 'not_found'],
		['more bytes than S3 takes', { sizeBytes: FILE_MAX_BYTES + 1, sha256: null }, 'too_large'],
		['more bytes than there is room', { sizeBytes: 2 * 1024 ** 3, sha256: null }, 'quota_exceeded'],
		['no checksum', { sha256: null }, 'bad_request'],
	])('with %s', async (_, facts, code) => {
		const [good, bad] = await ann.begin([
			asked(ann.rootId, hello),
			asked(ann.rootId, hello, facts),
		]);

		expect(good?.outcome).toBe('send');
		expect(bad).toMatchObject({ outcome: 'refused', code });
		expect(await ann.usage()).toMatchObject({ reservedBytes: 5 });
	});
});

describe('a repeated request', () => {
	test('gives the same uploads and reserves once', async () => {
		const id = randomUUID();
		const files = [asked(ann.rootId, hello), asked(ann.rootId, other)];

		const answers = await Promise.all([1, 2, 3, 4].map(() => ann.begin(files, { id })));

		const ids = answers.map((begun) => begun.map((each) => formOf(each).uploadId).join());
		expect(new Set(ids).size).toBe(1);
		expect(await ann.usage()).toMatchObject({ reservedBytes: hello.length + other.length });
	});

	test('tells of a file that is stored', async () => {
		const id = randomUUID();
		const file = asked(ann.rootId, hello);
		await finish(await ann.begin([file], { id }), hello);

		const [again] = await ann.begin([file], { id });

		expect(again).toMatchObject({ outcome: 'stored', file: { name: 'note.txt', sizeBytes: 5 } });
	});

	test("of another person's batch and file is a batch and a file of one's own", async () => {
		const bob = await world.newUploader();
		const id = randomUUID();
		const file = asked(ann.rootId, hello);
		const [anns] = await ann.begin([file], { id });

		const [bobs] = await bob.begin([{ ...file, parentId: bob.rootId }], { id, fileCount: 7 });

		expect(formOf(bobs).uploadId).not.toBe(formOf(anns).uploadId);
		expect(await ann.usage()).toMatchObject({ reservedBytes: 5 });
		expect(await bob.usage()).toMatchObject({ reservedBytes: 5 });
	});

	test('that asks for something else is refused', async () => {
		const id = randomUUID();
		const file = asked(ann.rootId, hello);
		await ann.begin([file], { id });

		const [again] = await ann.begin([{ ...file, name: 'other.txt' }], { id });

		expect(again).toMatchObject({ outcome: 'refused', code: 'idempotency_mismatch' });
	});

	test('after giving up is a new attempt', async () => {
		const id = randomUUID();
		const file = asked(ann.rootId, hello);
		const [first] = await ann.begin([file], { id });
		await ann.can.abortUploads({ uploadIds: [formOf(first).uploadId] });

		const [second] = await ann.begin([file], { id });
		await finish(
			[second].filter((each) => each !== undefined),
			hello,
		);

		expect(formOf(second).uploadId).not.toBe(formOf(first).uploadId);
		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});
});

test('a folder that goes into the trash while bytes are on their way costs no file', async () => {
	const folderId = await ann.folder(ann.rootId, 'Trip');
	const begun = await ann.begin([asked(folderId, hello)]);
	await ann.does.trashEntries({ entryIds: [folderId] });
	await ann.can.purgeTrash({});

	await finish(begun, hello);

	expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
});

test('a folder that goes into the trash at the moment of the last byte costs no file either', async () => {
	for (let i = 0; i < 30; i += 1) {
		const folderId = await ann.folder(ann.rootId, `folder ${String(i)}`);
		const [begun] = await ann.begin([asked(folderId, hello, { name: `${String(i)}.txt` })]);
		const { uploadId, form } = formOf(begun);
		await post(form, hello);

		const [{ files }] = await Promise.all([
			ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] }),
			ann.does.trashEntries({ entryIds: [folderId] }),
		]);

		if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
		const { entry, trashed } = await ann.does.getEntry({ entryId: files[0].file.id });
		expect([entry.parentId, trashed]).toEqual(
			entry.parentId === ann.rootId ? [ann.rootId, false] : [folderId, true],
		);
	}
});

test('two hundred callers at once are given exactly the room there is', async () => {
	const bob = await world.newUploader(1000);

	const answers = await Promise.all(
		Array.from({ length: 200 }, () => {
			const [files, id] = [[asked(bob.rootId, Buffer.alloc(10))], randomUUID()];
			return untilServed(() => bob.begin(files, { id }));
		}),
	);

	const outcomes = answers.flat().map(({ outcome }) => outcome);
	expect(outcomes.filter((outcome) => outcome === 'send')).toHaveLength(100);
	expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(100);
	expect(await bob.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 1000 });
});

/** The same request again while the database has no connection to give in time, as a browser does. */
async function untilServed<T>(request: () => Promise<T>): Promise<T> {
	try {
		return await request();
	} catch (error) {
		if (error instanceof VaultError && error.code === 'unavailable') return untilServed(request);
		throw error;
	}
}

test('a vault keeps so many files and no more, whatever their size', async () => {
	const few = await world.newUploader();
	const file = await few.upload('0.txt', Buffer.alloc(0));
	await world.fresh.observer.query('update users set file_count = file_count + ? where id = ?', [
		VAULT_FILES_MAX - 2,
		few.ownerId,
	]);
	const begin = (count: number) =>
		few.begin(Array.from({ length: count }, () => asked(few.rootId, Buffer.alloc(0))));

	const begun = await begin(2);
	expect(begun).toMatchObject([
		{ outcome: 'send' },
		{ outcome: 'refused', code: 'too_many_files' },
	]);

	await few.can.abortUploads({ uploadIds: [formOf(begun[0]).uploadId] });
	await few.does.trashEntries({ entryIds: [file.id] });
	await few.can.purgeTrash({});
	expect(await begin(3)).toMatchObject([
		{ outcome: 'send' },
		{ outcome: 'send' },
		{ outcome: 'refused', code: 'too_many_files' },
	]);
});
