import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeManifest } from '../../../lambdas/manifest/write-manifest.ts';
import { readRows } from '../../../lambdas/rebuild/read-rows.ts';
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

const many = (count: number) =>
	Array.from({ length: count }, (_, i) => `file ${String(i).padStart(5, '0')}`);

test('one new file in a vault of thousands writes the chunk it lies in, and no other', async () => {
	await ann.files(ann.rootId, many(6000));
	await world.writeManifests();
	const rows = await readRows(world.bucket.documents, ann.ownerId);
	const chunks = rows?.manifest.entries.length ?? 0;
	expect(chunks).toBeGreaterThan(2);
	expect(rows?.entries).toHaveLength(6003);
	await ann.files(ann.rootId, ['file 03000 and a half']);
	world.passSeconds(2 * DAY);

	const { chunks: changed } = await writeManifest(
		{ ...world.deps, hasTimeLeft: () => true },
		ann.ownerId,
	);

	expect(changed).toBe(1);
});

test('rows that move while they are read are read once, where they were', async () => {
	const [from, to] = [await ann.folder(ann.rootId, 'from'), await ann.folder(ann.rootId, 'to')];
	const ids = await ann.files(from, many(1500));
	const moved = new Set<string>();
	const { catalog } = world.deps;
	const moving = {
		...catalog,
		withSnapshot: ((ownerId, work) =>
			catalog.withSnapshot(ownerId, async (snapshot) =>
				work({
					...snapshot,
					entries: (async function* () {
						for await (const entry of snapshot.entries) {
							yield entry;
							// Ahead of the reader and behind it, while a page is in its hands.
							const next =
								moved.size === 0 ? ids.slice(-50) : moved.size === 50 ? ids.slice(0, 50) : [];
							if (next.length === 0) continue;
							for (const id of next) moved.add(id);
							await ann.does.moveEntries({ entryIds: next, targetId: to });
						}
					})(),
				}),
			)) as typeof catalog.withSnapshot,
	};

	await writeManifest({ ...world.deps, catalog: moving, hasTimeLeft: () => true }, ann.ownerId);

	const rows = await readRows(world.bucket.documents, ann.ownerId);
	const files = rows?.entries.filter(({ kind }) => kind === 'file') ?? [];
	expect(moved.size).toBe(100);
	expect(files.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
	expect(new Set(files.map(({ parentId }) => parentId))).toEqual(new Set([from]));
});
