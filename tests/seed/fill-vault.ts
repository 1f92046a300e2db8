import type { RequestOf, ResponseOf } from '#contract/endpoint';
import { FOLDER_PATHS_PER_CALL_MAX } from '#contract/limits';
import type * as uploads from '#contract/uploads';
import type { ensureFolders } from '#contract/vault';
import { setImmediate } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { asked, formOf, post, sha256, type Begun } from '../support/uploader.ts';
import { VaultClient } from '../support/vault-client.ts';
import { Contents, type MadeFile } from './content.ts';
import type { PlannedFile } from './plan.ts';
import type { SignedIn } from './sign-in.ts';

/** Files begun in one call, and held in memory at a time. */
const FILES_PER_CALL = 100;
/** Forms sent at a time: what a browser opens to one host. */
const SENT_AT_ONCE = 6;

export interface Filled {
	readonly stored: number;
	/** There already, under the same name. */
	readonly skipped: number;
	readonly folders: number;
	readonly thumbs: number;
	readonly bytes: number;
}

type BeginRequest = RequestOf<typeof uploads.beginUploads>;
type Derivatives = RequestOf<typeof uploads.signDerivatives>['derivatives'];
interface Sent {
	readonly uploadId: string;
	readonly file: MadeFile;
}

/**
 * Sends planned files as a browser does: folders, begin, a form for each file, complete, thumbnails. What
 * has its name already is left as it is, so that filling again goes on where it ended. Throws a
 * sentence at the first refusal.
 */
export async function fillVault(
	signedIn: SignedIn,
	files: readonly PlannedFile[],
	onProgress: (soFar: Filled) => void,
): Promise<Filled> {
	const contents = new Contents();
	const folders = await makeFolders(signedIn, files);
	const batch = { id: uuidv7(), fileCount: files.length };
	let filled: Filled = { stored: 0, skipped: 0, folders: folders.size, thumbs: 0, bytes: 0 };
	for (let from = 0; from < files.length; from += FILES_PER_CALL) {
		const planned = files.slice(from, from + FILES_PER_CALL);
		const made: MadeFile[] = [];
		for (const each of planned) {
			made.push(await contents.make(each));
			// Drawing keeps the thread busy: without this a connection that was closed meanwhile is used again.
			await setImmediate();
		}
		const begun = await begin(
			signedIn,
			batch,
			planned.map((each, i) => request(each, made[i], folders)),
		);
		const sent = await sendAll(begun, made);
		await complete(signedIn, sent);
		const thumbs = await sendThumbs(signedIn, sent);
		filled = {
			...filled,
			stored: filled.stored + sent.length,
			skipped: filled.skipped + planned.length - sent.length,
			thumbs: filled.thumbs + thumbs,
			bytes: filled.bytes + sent.reduce((sum, { file }) => sum + file.bytes.length, 0),
		};
		onProgress(filled);
	}
	return filled;
}

async function call<T>(signedIn: SignedIn, name: string, request: object): Promise<T> {
	const { apiUrl } = signedIn;
	const client = new VaultClient({ apiUrl }, { accessToken: await signedIn.accessToken() });
	return answered(client.call<T>(name, request));
}

/** What `fetch` throws where nothing answers, as a sentence. */
function answered<T>(answer: Promise<T>): Promise<T> {
	return answer.catch((cause: unknown) => {
		if (!(cause instanceof TypeError)) throw cause;
		const sentence =
			'CloudVault does not answer any more. Run this again: it goes on where it ended.';
		throw new Error(sentence, { cause });
	});
}

const pathOf = (folders: readonly string[]): string => folders.join('/');

/** The id of every folder that a file lies in, by its path. */
async function makeFolders(
	signedIn: SignedIn,
	files: readonly PlannedFile[],
): Promise<ReadonlyMap<string, string>> {
	const { rootId } = await call<{ rootId: string }>(signedIn, 'openVault', {});
	const paths = [...new Map(files.map(({ folders }) => [pathOf(folders), folders])).values()];
	const ids = new Map<string, string>();
	for (let from = 0; from < paths.length; from += FOLDER_PATHS_PER_CALL_MAX) {
		const some = paths.slice(from, from + FOLDER_PATHS_PER_CALL_MAX);
		const answer = await call<ResponseOf<typeof ensureFolders>>(signedIn, 'ensureFolders', {
			parentId: rootId,
			paths: some,
		});
		for (const [index, folder] of answer.folders.entries()) {
			const path = pathOf(some[index] ?? []);
			if (folder.outcome === 'refused') {
				throw new Error(`The folder ${path} cannot be made: ${folder.code}.`);
			}
			ids.set(path, folder.folderId);
		}
	}
	return ids;
}

function request(
	planned: PlannedFile,
	made: MadeFile | undefined,
	folders: ReadonlyMap<string, string>,
): BeginRequest['files'][number] {
	const parentId = folders.get(pathOf(planned.folders));
	if (made === undefined || parentId === undefined)
		throw new Error(`${planned.name} was not made.`);
	return asked(parentId, made.bytes, {
		name: planned.name,
		contentType: made.contentType,
		modifiedAt: planned.modifiedAt.toISOString(),
		onConflict: 'skip',
	});
}

async function begin(
	signedIn: SignedIn,
	batch: BeginRequest['batch'],
	files: BeginRequest['files'],
): Promise<readonly Begun[]> {
	const request: BeginRequest = { batch, files };
	const answer = await call<{ files: Begun[] }>(signedIn, 'beginUploads', request);
	return answer.files;
}

async function sendAll(
	begun: readonly Begun[],
	made: readonly MadeFile[],
): Promise<readonly Sent[]> {
	const sent: Sent[] = [];
	await severalAtOnce(begun.entries(), async ([index, answer]) => {
		const file = made[index];
		if (answer.outcome === 'skipped' || answer.outcome === 'already-here') return;
		if (answer.outcome === 'refused') throw new Error(`A file is refused: ${answer.code}.`);
		const { uploadId, form } = formOf(answer);
		if (file === undefined) return;
		await sendForm(form, file.bytes);
		sent.push({ uploadId, file });
	});
	return sent;
}

async function complete(signedIn: SignedIn, sent: readonly Sent[]): Promise<void> {
	if (sent.length === 0) return;
	const answer = await call<ResponseOf<typeof uploads.completeUploads>>(
		signedIn,
		'completeUploads',
		{
			uploads: sent.map(({ uploadId, file }) => ({ uploadId, checksum: sha256(file.bytes) })),
		},
	);
	const failed = answer.files.find(({ outcome }) => outcome === 'failed');
	if (failed?.outcome === 'failed') throw new Error(`A file did not arrive: ${failed.code}.`);
}

/** As the site does once a file is stored. Answers how many thumbnails there are now. */
async function sendThumbs(signedIn: SignedIn, sent: readonly Sent[]): Promise<number> {
	const thumbs = sent.flatMap(({ uploadId, file: { thumb } }) =>
		thumb === undefined ? [] : [{ versionId: uploadId, kind: 'thumb' as const, bytes: thumb }],
	);
	if (thumbs.length === 0) return 0;
	const derivatives: Derivatives = thumbs.map(({ bytes, ...name }) => ({
		...name,
		sizeBytes: bytes.length,
		sha256: sha256(bytes),
		contentType: 'image/webp',
	}));
	const signed = await call<ResponseOf<typeof uploads.signDerivatives>>(
		signedIn,
		'signDerivatives',
		{ derivatives },
	);
	await severalAtOnce(signed.derivatives.entries(), async ([index, answer]) => {
		if (answer.outcome === 'refused') throw new Error(`A thumbnail is refused: ${answer.code}.`);
		const thumb = thumbs[index];
		if (thumb !== undefined && answer.outcome === 'send') await sendForm(answer.form, thumb.bytes);
	});
	const names = thumbs.map(({ versionId, kind }) => ({ versionId, kind }));
	const recorded = await call<ResponseOf<typeof uploads.recordDerivatives>>(
		signedIn,
		'recordDerivatives',
		{
			derivatives: names,
		},
	);
	return recorded.derivatives.filter(({ outcome }) => outcome === 'recorded').length;
}

async function sendForm(form: uploads.Form, bytes: Buffer): Promise<void> {
	const status = await answered(post(form, bytes));
	if (status >= 300) throw new Error(`S3 refused a file with ${String(status)}.`);
}

/** Takes the work in its order, a few at a time. Throws what the first failure throws. */
async function severalAtOnce<T>(
	items: IteratorObject<T>,
	work: (item: T) => Promise<void>,
): Promise<void> {
	const worker = async (): Promise<void> => {
		for (const item of items) await work(item);
	};
	await Promise.all(Array.from({ length: SENT_AT_ONCE }, worker));
}
