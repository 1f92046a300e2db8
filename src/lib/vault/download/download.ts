import type { Entry, File } from '#contract/entries';
import { formatBytes } from '#contract/format-bytes';
import { portableName } from '#contract/portable-name';
import type { Call } from '$lib/api/call';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { makeZip } from 'client-zip';
import { accepted, signedAddress, signedAddresses } from './signed-address';
import { planZip, type ZipPlan } from './zip-plan';

/** A zip up to this size is put together in memory, in bytes; a larger one goes straight into a file. */
const ZIP_IN_MEMORY_MAX = 200_000_000;
/** Files signed in one call while zipping: their turn comes long before their addresses end. */
const SIGN_AHEAD_FILES = 20;
const SIGN_AHEAD_BYTES = 64 * 1024 * 1024;

/** What a download speaks with. */
export interface DownloadServices {
	readonly call: Call;
	readonly toasts: Toasts;
}

/** Saves one file as it is, several or a folder as a zip. Throws `ApiError`. */
export async function download(
	entries: readonly Entry[],
	services: DownloadServices,
): Promise<void> {
	const [first, ...others] = entries;
	if (!first) return;
	if (first.kind === 'file' && others.length === 0) await downloadFile(services.call, first);
	else await downloadZip(entries, services);
}

/** The server's answer says "attachment" and the file's name: the page stays where it is. */
export async function downloadFile(
	call: Call,
	file: Pick<File, 'id'>,
	options: { readonly versionId?: string } = {},
): Promise<void> {
	save(await signedAddress(call, { entryId: file.id, as: 'attachment', ...options }));
}

async function downloadZip(entries: readonly Entry[], services: DownloadServices): Promise<void> {
	const { call, toasts } = services;
	const notice = toasts.show('Collecting what goes into the zip…');
	const plan = await planZip(call, entries).finally(() => toasts.dismiss(notice));
	if (plan.archived > 0) {
		toasts.error(`${plural(plan.archived, 'archived file')} left out of the zip.`);
	}
	if (plan.missing > 0) {
		toasts.error(
			`${plural(plan.missing, 'file')} left out of the zip, because the bytes are missing. Tell the owner of this CloudVault.`,
		);
	}
	if (plan.files.length + plan.emptyFolders.length === 0) return;
	const name = zipName(entries);
	if (plan.totalBytes <= ZIP_IN_MEMORY_MAX) await saveFromMemory(plan, name, services);
	else saveLargeZip(plan, name, services);
}

async function saveFromMemory(
	plan: ZipPlan,
	name: string,
	{ call, toasts }: DownloadServices,
): Promise<void> {
	const notice = toasts.show(`Zipping ${plural(plan.files.length, 'file')}…`);
	const zip = await new Response(zipOf(call, plan)).blob().finally(() => toasts.dismiss(notice));
	const address = URL.createObjectURL(zip.slice(0, zip.size, 'application/zip'));
	save(address, name);
	// The browser reads the blob after the click has returned.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Where to save must be asked in answer to a press: collecting took too long for the first one to count. */
function saveLargeZip(plan: ZipPlan, name: string, services: DownloadServices): void {
	const { toasts } = services;
	const size = formatBytes(plan.totalBytes);
	const { showSaveFilePicker } = window;
	if (!showSaveFilePicker) {
		const limit = formatBytes(ZIP_IN_MEMORY_MAX);
		toasts.error(`This browser zips up to ${limit}, and this is ${size}. Choose fewer files.`);
		return;
	}
	toasts.show(`The zip is ready to be saved: ${size}`, {
		action: {
			label: 'Save…',
			run: () => void writeZip(plan, () => showSaveFilePicker({ suggestedName: name }), services),
		},
	});
}

async function writeZip(
	plan: ZipPlan,
	choose: () => Promise<FileSystemFileHandle>,
	{ call, toasts }: DownloadServices,
): Promise<void> {
	try {
		const handle = await choose();
		toasts.show(`Saving ${handle.name}. Keep this tab open.`);
		await zipOf(call, plan).pipeTo(await handle.createWritable());
		toasts.show(`${handle.name} is saved`, { tone: 'success' });
	} catch (error) {
		// The person closed the browser's own dialog.
		if (error instanceof DOMException && error.name === 'AbortError') return;
		toasts.error('The zip could not be finished. Check your connection and try again.');
	}
}

function zipOf(call: Call, plan: ZipPlan): ReadableStream<Uint8Array> {
	return makeZip(zipMembers(call, plan));
}

async function* zipMembers(call: Call, { files, emptyFolders }: ZipPlan) {
	for (const name of emptyFolders) yield { name };
	for (const group of groupsOf(files)) {
		const signed = await signedAddresses(
			call,
			group.map(({ file }) => ({ entryId: file.id, versionId: file.versionId, as: 'attachment' })),
		);
		for (const [index, { path, file }] of group.entries()) {
			const input = await fetch(accepted(signed[index]));
			if (!input.ok) throw new Error(`reading ${path}: status ${String(input.status)}`);
			yield { name: path, input, lastModified: new Date(file.modifiedAt ?? file.updatedAt) };
		}
	}
}

function* groupsOf(files: ZipPlan['files']): Generator<ZipPlan['files']> {
	let group: ZipPlan['files'][number][] = [];
	let bytes = 0;
	for (const member of files) {
		const full =
			group.length === SIGN_AHEAD_FILES || bytes + member.file.sizeBytes > SIGN_AHEAD_BYTES;
		if (full && group.length > 0) {
			yield group;
			group = [];
			bytes = 0;
		}
		group.push(member);
		bytes += member.file.sizeBytes;
	}
	if (group.length > 0) yield group;
}

function zipName(entries: readonly Entry[]): string {
	const [first, ...others] = entries;
	const stem = first && others.length === 0 ? portableName(first.name) : 'CloudVault';
	return `${stem}.zip`;
}

function save(address: string, name = ''): void {
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.rel = 'noopener';
	link.click();
}

declare global {
	interface Window {
		/** Chromium's File System Access API. */
		readonly showSaveFilePicker?: (options: {
			suggestedName: string;
		}) => Promise<FileSystemFileHandle>;
	}
}
