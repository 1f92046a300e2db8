import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { line, text } from '../../support/totals.ts';
import { asked } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

test('vault, trash, thumbnails and unfinished uploads are told apart', async () => {
	await ann.upload('a.txt', text(5));
	const folder = await ann.folder(ann.rootId, 'folder');
	await ann.upload('b.txt', text(7), folder);
	await ann.does.trashEntries({ entryIds: [folder] });
	await ann.begin([asked(ann.rootId, text(9), { name: 'c.txt' })]);

	expect(await ann.does.getVaultTotals({})).toEqual({
		vault: [{ ...line, files: 1, bytes: 5 }],
		trash: [{ ...line, files: 1, bytes: 7 }],
		leaving: [],
		copies: { vault: [], trash: [], leaving: [] },
		derivativeBytes: 0,
		unfinished: { files: 1, bytes: 9 },
	});

	await ann.can.purgeTrash({});
	expect(await ann.does.getVaultTotals({})).toMatchObject({ trash: [], leaving: [] });
});
