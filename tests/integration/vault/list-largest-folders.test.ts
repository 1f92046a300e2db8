import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { line, text } from '../../support/totals.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
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

test('the folders directly in one are named by all that they hold, the largest first', async () => {
	const [small, large] = [
		await ann.folder(ann.rootId, 'small'),
		await ann.folder(ann.rootId, 'large'),
	];
	await ann.folder(ann.rootId, 'empty');
	await ann.upload('a.txt', text(5), small);
	await ann.upload('b.txt', text(500), await ann.folder(large, 'inner'));

	expect(await ann.does.listLargestFolders({ folderId: ann.rootId })).toEqual({
		folders: [
			{ folderId: large, name: 'large', totals: [{ ...line, files: 1, bytes: 500 }], copied: [] },
			{ folderId: small, name: 'small', totals: [{ ...line, files: 1, bytes: 5 }], copied: [] },
		],
	});
});

async function uploadPicture(parentId: string, bytes: Buffer): Promise<void> {
	const facts = { name: 'a.png', contentType: 'image/png' };
	const [begun] = await ann.begin([asked(parentId, bytes, facts)]);
	const { uploadId, form } = formOf(begun);
	await post(form, bytes);
	await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(bytes) }] });
}

test('by one kind, those alone are named that hold it', async () => {
	const [pictures, others] = [
		await ann.folder(ann.rootId, 'pictures'),
		await ann.folder(ann.rootId, 'others'),
	];
	await ann.upload('a.txt', text(5), pictures);
	await uploadPicture(pictures, text(50));
	await uploadPicture(others, text(500));

	const { folders } = await ann.does.listLargestFolders({ folderId: ann.rootId, kind: 'document' });

	expect(folders.map(({ name }) => name)).toEqual(['pictures']);
});
