import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const text = (length: number) => Buffer.alloc(length, 'x');
const line = {
	part: 'current',
	kind: 'document',
	storageClass: 'STANDARD',
	stays: true,
	kept: false,
} as const;

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
			{ folderId: large, name: 'large', totals: [{ ...line, files: 1, bytes: 500 }] },
			{ folderId: small, name: 'small', totals: [{ ...line, files: 1, bytes: 5 }] },
		],
	});
});
