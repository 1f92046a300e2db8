import { UploadTask } from '$lib/uploads/transfer/upload-task.svelte';
import { begin, mediaOf } from '$lib/uploads/transfer/vault-steps';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FakeUploadPorts, id } from '../fake-upload-ports';

/** What the vault is told about the date of a file. */
async function toldDate(file: File): Promise<string | null> {
	const { name, size: sizeBytes, type: contentType, lastModified } = file;
	const head = { id: id(2), fileCount: 1 };
	const chosen = { ref: id(3), name, folders: [], sizeBytes, contentType, lastModified };
	const task = new UploadTask(head, chosen, file);
	task.parentId = id(1);
	task.start();
	const vault = new FakeUploadPorts();
	const told: (string | null)[] = [];
	vault.beginAnswer = ({ ref, modifiedAt }) => {
		told.push(modifiedAt);
		return { ref, outcome: 'skipped', entryId: id(4) };
	};
	await begin(task, { sha256: null, media: await mediaOf(task, file) }, vault.ports());
	return told[0] ?? null;
}

const copiedToday = Date.UTC(2026, 10, 30, 9);

it('dates a picture by its camera, whenever the file was copied', async () => {
	const bytes = readFileSync('tests/e2e/files/exif-2012.jpg');
	const photo = new File([bytes], 'a.jpg', { type: 'image/jpeg', lastModified: copiedToday });

	await expect(toldDate(photo)).resolves.toBe(new Date(2012, 3, 16, 19, 10).toISOString());
});

it.each([
	['a.txt', 'text/plain', copiedToday, '2026-11-30T09:00:00.000Z'],
	['a.jpg', 'image/jpeg', copiedToday, '2026-11-30T09:00:00.000Z'],
	['a.txt', 'text/plain', 0, null],
	['a.txt', 'text/plain', Date.UTC(2108, 0), null],
])('dates %s (%s), changed at %d on its device, by that: %s', async (name, type, changed, date) => {
	await expect(toldDate(new File(['x'], name, { type, lastModified: changed }))).resolves.toBe(
		date,
	);
});
