import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LeftPage } from '../../../lambdas/ports/manifests.ts';
import { readRows } from '../../../lambdas/rebuild/read-rows.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const DAY = 24 * 3600;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});
afterEach(() => world.bucket.s3.injectFaults(undefined));

/** Objects of Ann's manifest, by key and version. */
async function written(): Promise<readonly string[]> {
	return (await world.bucket.contents()).filter((each) => each.startsWith(`m/${ann.ownerId}/`));
}

test('a vault is written down at once, and again after a day in which something changed', async () => {
	await ann.folder(ann.rootId, 'folder');
	await world.writeManifests();
	const first = await written();
	await world.writeManifests();
	expect(await written()).toEqual(first);

	await ann.folder(ann.rootId, 'another');
	world.passSeconds(DAY - 1);
	await world.writeManifests();
	expect(await written()).toEqual(first);

	world.passSeconds(2);
	await world.writeManifests();
	expect((await written()).length).toBeGreaterThan(first.length);
	const rows = await readRows(world.bucket.documents, ann.ownerId);
	expect(rows?.entries.map(({ name }) => name)).toContain('another');
});

test('a day in which nothing changed writes nothing', async () => {
	await ann.upload('a.txt', Buffer.from('a'));
	await world.writeManifests();
	const first = await written();
	world.passSeconds(2 * DAY);

	expect(await world.writeManifests()).toMatchObject({ chunks: 0, bytes: 0, failed: 0 });

	expect(await written()).toEqual(first);
});

test('a batch of a hundred files does not wait for the night; a small one does', async () => {
	await world.writeManifests();
	const before = await written();
	await ann.upload('one.txt', Buffer.from('one'));
	await world.writeManifests();
	expect(await written()).toEqual(before);

	const files = Array.from({ length: 100 }, (_, i) => Buffer.from(String(i)));
	const begun = await ann.begin(
		files.map((bytes, i) => asked(ann.rootId, bytes, { name: `${String(i)}.txt` })),
	);
	const forms = begun.map(formOf);
	await Promise.all(forms.map(({ form }, i) => post(form, files[i] ?? Buffer.of())));
	await ann.can.completeUploads({
		uploads: forms.map(({ uploadId }, i) => ({
			uploadId,
			checksum: sha256(files[i] ?? Buffer.of()),
		})),
	});
	await world.writeManifests();

	const rows = await readRows(world.bucket.documents, ann.ownerId);
	expect(rows?.versions).toHaveLength(101);
});

test('chunks that no manifest names any more go, and stay as older versions', async () => {
	await ann.folder(ann.rootId, 'old');
	await world.writeManifests();
	const [old] = (await written()).filter((each) => each.includes('chunks/'));
	await ann.folder(ann.rootId, 'new');
	world.passSeconds(2 * DAY);

	await world.writeManifests();

	const [key = ''] = old?.split(' ') ?? [];
	expect(await world.bucket.documents.read(key)).toBeUndefined();
	expect(await written()).toContain(old);
});

test('who has left has no manifest any more, in any version', async () => {
	await ann.upload('a.txt', Buffer.from('a'));
	await world.writeManifests();
	world.passSeconds(2 * DAY);
	await ann.folder(ann.rootId, 'more');
	await world.writeManifests();
	await ann.can.purgeAccount({ confirm: 'delete account' });

	await world.writeManifests();

	expect(await written()).toEqual([]);
	world.passSeconds(2 * DAY);
	await world.writeManifests();
	expect(await written()).toEqual([]);
});

test('everyone who has come or left is found, though people are looked at by pages', async () => {
	const { manifests } = world.deps.catalog;
	const stayed = await world.newUploader();
	await ann.can.purgeAccount({ confirm: 'delete account' });
	await world.writeManifests();
	const idsBy = async (query: string) => {
		const [rows] = await world.fresh.observer.query(query);
		return (rows as { id: string }[]).map(({ id }) => id);
	};
	const people = () => idsBy('select owner_id as id from manifests order by id');
	expect(await people()).toContain(stayed.ownerId);
	await stayed.can.purgeAccount({ confirm: 'delete account' });

	const left: string[] = [];
	let after: string | undefined = '';
	while (after !== undefined) {
		const page: LeftPage = await manifests.left({ after, limit: 1 });
		left.push(...page.ownerIds);
		after = page.last;
	}

	expect(left).toEqual([stayed.ownerId]);
	await world.fresh.observer.query('delete from manifests');
	after = '';
	while (after !== undefined) after = await manifests.enrol(new Date(), { after, limit: 1 });
	expect(await people()).toEqual(
		await idsBy(`select id from users where state = 'active' order by id`),
	);
});

test('a bucket that does not answer costs one vault its turn, and an hour', async () => {
	await ann.folder(ann.rootId, 'kept');
	world.bucket.s3.injectFaults(() => ({ status: 503, code: 'SlowDown' }));
	expect((await world.writeManifests()).failed).toBeGreaterThan(0);
	world.bucket.s3.injectFaults(undefined);
	expect(await written()).toEqual([]);

	world.passSeconds(3601);
	await world.writeManifests();

	expect(await written()).not.toEqual([]);
});
