import { zipDate } from '#contract/file-dates';
import { formatBytes } from '#contract/format-bytes';
import type { Call } from '$lib/api/call';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { makeZip } from 'client-zip';
import { LEFT_OUT_NAME, leftOutText } from './left-out';
import { saveBlob } from './save-address';
import { accepted, signedAddresses, type Signed } from './signed-address';
import { SaveCancelled, saveByWorker, savingWorker } from './worker-save';
import type { ZipPlan } from './zip-plan';

/** A zip up to this size is put together in memory, in bytes; a larger one goes straight into a file. */
const ZIP_IN_MEMORY_MAX = 200_000_000;
/** As much where nothing is asked of the person for a larger one, in bytes. */
const ZIP_IN_MEMORY_MIN = 8_000_000;
const UNFINISHED = 'The zip could not be finished. Check your connection and try again.';
/** Files signed in one call while zipping: their turn comes long before their addresses end. */
const SIGN_AHEAD_FILES = 20;
const SIGN_AHEAD_BYTES = 64 * 1024 * 1024;

interface ZipServices {
	readonly call: Call;
	readonly toasts: Toasts;
}

/** Saves what is planned as `name`; what is left out of it is named inside. Throws `ApiError`, or what `fetch` throws. */
export async function saveZip(plan: ZipPlan, name: string, services: ZipServices): Promise<void> {
	if (plan.missing.length > 0) {
		services.toasts.error(
			`${plural(plan.missing.length, 'file')} left out of the zip, because the bytes are missing. Tell the owner of this CloudVault.`,
		);
	}
	if (plan.files.length + plan.emptyFolders.length === 0) return;
	const hasPicker = window.showSaveFilePicker !== undefined;
	const worker = hasPicker ? undefined : await savingWorker();
	if (plan.totalBytes <= (worker ? ZIP_IN_MEMORY_MIN : ZIP_IN_MEMORY_MAX)) {
		await saveFromMemory(plan, name, services);
	} else if (worker) await saveThrough(worker, plan, { ...services, name });
	else saveLargeZip(plan, name, services);
}

/** By the service worker, as browsers without a dialog for saving can write no file piece by piece. */
async function saveThrough(
	worker: ServiceWorker,
	plan: ZipPlan,
	{ call, toasts, name }: ZipServices & { readonly name: string },
): Promise<void> {
	const cancelling = new AbortController();
	const notice = toasts.show(
		`Saving ${name}: ${formatBytes(plan.totalBytes)}. Keep this tab open.`,
		{
			action: { label: 'Cancel', run: () => cancelling.abort() },
		},
	);
	try {
		await saveByWorker(zipOf(call, plan), name, { worker, signal: cancelling.signal });
		toasts.show(`${name} is saved`, { tone: 'success' });
	} catch (error) {
		if (!(error instanceof SaveCancelled)) toasts.error(UNFINISHED);
	} finally {
		toasts.dismiss(notice);
	}
}

async function saveFromMemory(
	plan: ZipPlan,
	name: string,
	{ call, toasts }: ZipServices,
): Promise<void> {
	const notice = toasts.show(`Zipping ${plural(plan.files.length, 'file')}…`);
	const zip = await new Response(zipOf(call, plan)).blob().finally(() => toasts.dismiss(notice));
	saveBlob(zip.slice(0, zip.size, 'application/zip'), name);
}

/** Where to save must be asked in answer to a press: collecting took too long for the first one to count. */
function saveLargeZip(plan: ZipPlan, name: string, services: ZipServices): void {
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
	{ call, toasts }: ZipServices,
): Promise<void> {
	try {
		const handle = await choose();
		toasts.show(`Saving ${handle.name}. Keep this tab open.`);
		await zipOf(call, plan).pipeTo(await handle.createWritable());
		toasts.show(`${handle.name} is saved`, { tone: 'success' });
	} catch (error) {
		// The person closed the browser's own dialog.
		if (error instanceof DOMException && error.name === 'AbortError') return;
		toasts.error(UNFINISHED);
	}
}

function zipOf(call: Call, plan: ZipPlan): ReadableStream<Uint8Array> {
	return makeZip(zipMembers(call, plan));
}

async function* zipMembers(call: Call, { files, emptyFolders, archived, missing }: ZipPlan) {
	const leftOut = { archived: [...archived], missing };
	for (const name of emptyFolders) yield { name };
	for (const group of groupsOf(files)) {
		const signed = await signedAddresses(
			call,
			group.map(({ file }) => ({ entryId: file.id, versionId: file.versionId, as: 'attachment' })),
		);
		for (const [index, member] of group.entries()) {
			const { path, file } = member;
			const address = signed[index];
			// Its copy ended after the zip was planned: the others are worth having all the same.
			if (isArchived(address)) {
				leftOut.archived.push(member);
				continue;
			}
			const input = await fetch(accepted(address));
			if (!input.ok) throw new Error(`reading ${path}: status ${String(input.status)}`);
			yield {
				name: path,
				input,
				lastModified: zipDate(new Date(file.modifiedAt ?? file.updatedAt)),
			};
		}
	}
	const text = leftOutText(leftOut);
	if (text !== undefined) yield { name: LEFT_OUT_NAME, input: text };
}

function isArchived(signed: Signed | undefined): boolean {
	return signed?.outcome === 'refused' && ['archived', 'restoring'].includes(signed.code);
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

declare global {
	interface Window {
		/** Chromium's File System Access API. */
		readonly showSaveFilePicker?: (options: {
			suggestedName: string;
		}) => Promise<FileSystemFileHandle>;
	}
}

declare global {
	interface Window {
		/** Chromium's File System Access API. */
		readonly showSaveFilePicker?: (options: {
			suggestedName: string;
		}) => Promise<FileSystemFileHandle>;
	}
}
