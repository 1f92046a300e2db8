import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { compositeChecksum, sha256 } from '$lib/uploads/transfer/checksum';
import { UnreadableFile } from '$lib/uploads/transfer/unreadable-file';
import { expect, it, vi } from 'vitest';
import { FakeUploadPorts, id } from '../fake-upload-ports';

const MIB = 1024 * 1024;
/** Milliseconds: what is read here are megabytes. */
const PATIENCE = { timeout: 20_000 };
/** Three parts, and more than goes in one request. */
const PART = 6 * MIB;

const partOf = (letter: string) => letter.repeat(PART);
const fileOf = (parts: readonly string[], lastModified: number) =>
	new File([parts.join('')], 'film.mov', { lastModified });

it('a file that was saved again while it was sent goes on with the parts that are the same', async () => {
	const vault = Object.assign(new FakeUploadPorts(), { partSizeBytes: PART, hasBytes: true });
	vault.beforePut = (partNumber) =>
		partNumber === 3 ? Promise.reject(new UnreadableFile('changed')) : Promise.resolve();
	const nothing = () => Promise.reject(new Error('no storage'));
	const queue = new UploadQueue({
		uploads: vault.ports(),
		ensureFolders: () => Promise.resolve([]),
		listUnfinished: () => Promise.resolve({ uploads: [], nextCursor: null }),
		store: { save: nothing, saveTasks: nothing, load: nothing, remove: nothing },
	});
	const before = ['a', 'b', 'c'].map(partOf);
	const target = { folderId: id(1), folderName: 'Films' };
	const batch = queue.add(selectionOfFiles([fileOf(before, 1)]), target);
	await vi.waitFor(() => expect(batch.failed).toHaveLength(1), PATIENCE);
	expect(batch.failed[0]?.state).toMatchObject({ failure: { code: 'file_changed' } });
	const sofar = vault.log.length;
	vault.beforePut = undefined;

	const after = ['a', 'B', 'c'].map(partOf);
	expect(queue.chooseAgain(batch, selectionOfFiles([fileOf(after, 2)]).files)).toBe(1);
	await vi.waitFor(() => expect(batch.count('stored')).toBe(1), PATIENCE);

	const later = vault.log.slice(sofar);
	expect(later[0]).toBe(`resume ${id(7)}`);
	expect(later.filter((line) => line.startsWith('put')).toSorted()).toEqual(['put 2', 'put 3']);
	expect(later.filter((line) => /^(begin|abort)/.test(line))).toEqual([]);
	const digests = await Promise.all(after.map((part) => sha256(new TextEncoder().encode(part))));
	expect(later.at(-1)).toBe(`complete ${await compositeChecksum(digests)}`);
});
