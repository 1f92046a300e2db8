import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('<script>alert(1)</script>');

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});

async function upload(name: string, contentType: string): Promise<string> {
	const [begun] = await ann.begin([asked(ann.rootId, hello, { name, contentType })]);
	const { uploadId, form } = formOf(begun);
	await post(form, hello);
	const { files } = await ann.can.completeUploads({
		uploads: [{ uploadId, checksum: sha256(hello) }],
	});
	if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
	return files[0].file.id;
}

test.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript'])(
	'%s is saved as bytes and never shown',
	async (contentType) => {
		const entryId = await upload('page', contentType);

		const read = await ann.read(entryId);
		const inline = await ann.can.signDownloads({ downloads: [{ entryId, as: 'inline' }] });

		expect(read.headers.get('content-type')).toBe('application/octet-stream');
		expect(read.headers.get('content-disposition')).toMatch(/^attachment; /);
		expect(inline.downloads[0]).toMatchObject({
			outcome: 'refused',
			code: 'unsupported_media_type',
		});
	},
);

test('a picture is shown as what it is, under its own name', async () => {
	const entryId = await upload('été 🍣.png', 'image/png');

	const read = await ann.read(entryId, 'inline');

	expect(read.headers.get('content-type')).toBe('image/png');
	expect(read.headers.get('content-disposition')).toBe(
		`inline; filename="_t_ _.png"; filename*=UTF-8''${encodeURIComponent('été 🍣.png')}`,
	);
});

test('an address is good for what was signed and nothing else', async () => {
	const entryId = await upload('note.txt', 'text/plain');
	const { downloads } = await ann.can.signDownloads({ downloads: [{ entryId, as: 'attachment' }] });
	const url = downloads[0]?.outcome === 'ready' ? downloads[0].url : '';
	const changed = (name: string, value: string) => {
		const other = new URL(url);
		other.searchParams.set(name, value);
		return fetch(other);
	};

	expect((await fetch(url)).status).toBe(200);
	expect((await changed('response-content-disposition', 'inline')).status).toBe(403);
	expect((await changed('response-content-type', 'text/html')).status).toBe(403);
	expect((await changed('X-Amz-Expires', '9999')).status).toBe(403);
	expect((await changed('versionId', 'null')).status).toBe(403);
	expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
});

test('what is in the trash can be read, what is deleted forever cannot', async () => {
	const entryId = await upload('note.txt', 'text/plain');
	await ann.does.trashEntries({ entryIds: [entryId] });
	const { downloads } = await ann.can.signDownloads({ downloads: [{ entryId, as: 'attachment' }] });
	const url = downloads[0]?.outcome === 'ready' ? downloads[0].url : '';
	expect((await fetch(url)).status).toBe(200);

	await ann.can.purgeEntries({ entryIds: [entryId] });

	expect((await fetch(url)).status).toBe(404);
	const after = await ann.can.signDownloads({ downloads: [{ entryId, as: 'attachment' }] });
	expect(after.downloads[0]).toEqual({ entryId, outcome: 'refused', code: 'not_found' });
});

test("another person's file is answered for like one that does not exist", async () => {
	const bob = await world.newUploader();
	const entryId = await upload('note.txt', 'text/plain');

	const { downloads } = await bob.can.signDownloads({
		downloads: [
			{ entryId, as: 'attachment' },
			{ entryId: randomUUID(), as: 'attachment' },
		],
	});

	expect(downloads.map((each) => ({ ...each, entryId: '' }))).toEqual([
		{ entryId: '', outcome: 'refused', code: 'not_found' },
		{ entryId: '', outcome: 'refused', code: 'not_found' },
	]);
});

test('an archived file says so, then when its copy is ready, and is read until the copy goes', async () => {
	const { id: entryId } = await ann.uploadArchived('old.txt', hello);
	const read = async () =>
		(await ann.can.signDownloads({ downloads: [{ entryId, as: 'attachment' }] })).downloads[0];

	expect(await read()).toEqual({ entryId, outcome: 'refused', code: 'archived' });

	const targets = [{ entryId }];
	const { job } = await ann.can.beginRestore({
		id: randomUUID(),
		targets,
		tier: 'Standard',
		days: 1,
	});
	const { readyAbout } = job;
	expect(await read()).toEqual({ entryId, outcome: 'refused', code: 'restoring', readyAbout });

	await world.passHours(5);
	expect((await ann.read(entryId)).bytes).toEqual(hello);

	await world.passHours(48);
	expect(await read()).toEqual({ entryId, outcome: 'refused', code: 'archived' });
});
