import type { File as StoredFile } from '#contract/entries';
import type { OnConflict } from '#contract/uploads';
import { uuidv7 } from 'uuidv7';
import { canRetry, type Failure } from './failure';
import type { BatchHead, BeginAnswer } from './ports';
import { UnreadableFile } from './unreadable-file';

/** What the vault answers where there is nothing to send. */
type SettledOutcome = Exclude<BeginAnswer, { outcome: 'send' | 'refused' | 'stored' }>;

/** How an attempt that did not fail has ended. */
export type UploadOutcome =
	SettledOutcome | { readonly outcome: 'stored'; readonly file: StoredFile };

/** A file stands where a folder is to be. */
export interface TakenFolder {
	/** The folder, as it was chosen: the last of these. */
	readonly folders: readonly string[];
	/** What it was to be called. */
	readonly name: string;
}

/** What has the name: an entry, or a file that stands where a folder above the chosen file is to be. */
type Conflict =
	| Extract<BeginAnswer, { outcome: 'conflict' }>
	| ({ readonly kind: 'file-for-folder' } & TakenFolder);

/** Where one chosen file is on its way; from `stored` on, how it ended. */
export type TaskState =
	| { readonly kind: 'waiting' }
	| { readonly kind: 'reading' }
	| { readonly kind: 'sending' }
	| { readonly kind: 'checking' }
	/** Waits for the person: the name is taken. */
	| { readonly kind: 'conflict'; readonly conflict: Conflict }
	/** Waits for the person: after a reload the page may not read the file until it is chosen again. */
	| { readonly kind: 'file-needed' }
	/** Waits for the person, who has paused it: what S3 holds stays. */
	| { readonly kind: 'paused' }
	| EndState;

export type EndState =
	| { readonly kind: 'stored'; readonly entryId: string }
	| { readonly kind: 'already-here'; readonly entryId: string }
	| { readonly kind: 'skipped' }
	| { readonly kind: 'failed'; readonly failure: Failure }
	| { readonly kind: 'cancelled' };

export type TaskKind = TaskState['kind'];

const ENDS: ReadonlySet<TaskKind> = new Set<EndState['kind']>([
	'stored',
	'already-here',
	'skipped',
	'failed',
	'cancelled',
]);

export function isEnd(state: TaskState): state is EndState {
	return ENDS.has(state.kind);
}

/** On its way by itself. */
export function isMoving({ kind }: TaskState): boolean {
	return ['waiting', 'reading', 'sending', 'checking'].includes(kind);
}

/** The same file may be sent again as it is: it was cancelled or paused, or what stopped it may pass. */
export function canGoAgain(state: TaskState): boolean {
	if (state.kind === 'paused') return true;
	return state.kind === 'cancelled' || (state.kind === 'failed' && canRetry(state.failure));
}

/** What never changes of a task: enough to show it, and to know its file again after a reload. */
export interface UploadTaskInit {
	/** Names the file within its batch: begun again under one ref, it is the same upload. */
	readonly ref: string;
	readonly name: string;
	/** Folders between the one chosen as the target and the file. */
	readonly folders: readonly string[];
	readonly sizeBytes: number;
	readonly contentType: string;
	/** Milliseconds since 1970. */
	readonly lastModified: number;
}

export interface TaskObserver {
	/** `moved` is undefined where only progress was made or something worth keeping was learnt. */
	changed(task: UploadTask, moved?: { readonly from: TaskKind; readonly to: TaskKind }): void;
	counted(deltaBytes: number): void;
	/** Bytes that went over the line just now. */
	sent(deltaBytes: number): void;
}

/** One chosen file on its way into the vault: what was chosen, how far it is, and how it ended. See [Note: The way of a file]. */
export class UploadTask implements UploadTaskInit {
	readonly batch: BatchHead;
	readonly name: string;
	readonly folders: readonly string[];
	readonly sizeBytes: number;
	readonly contentType: string;
	readonly lastModified: number;
	/** Undefined after a reload, until it is chosen again. */
	file: File | undefined;
	/** Lets the page read the file again after a reload, with the person's permission. */
	handle: FileSystemFileHandle | undefined;
	/** The id of the folder it goes into; undefined until that folder is there. */
	parentId: string | undefined;
	onConflict: OnConflict = 'ask';
	/** From the first attempt the vault reserved room for; the next one resumes it. */
	uploadId: string | undefined;
	/** Of the whole file, once all bytes have been read: completes the upload even if the tab is closed now. */
	checksum: string | undefined;
	/** Requests that went through: `retrying` begins its count of failures anew with each. */
	successCount = 0;

	#ref: string;
	#state = $state.raw<TaskState>({ kind: 'waiting' });
	#sentBytes = $state(0);
	#countedBytes = 0;
	#observer: TaskObserver | undefined;
	#attempt = new AbortController();

	constructor(batch: BatchHead, init: UploadTaskInit, file?: File) {
		this.batch = batch;
		this.#ref = init.ref;
		this.name = init.name;
		this.folders = init.folders;
		this.sizeBytes = init.sizeBytes;
		this.contentType = init.contentType;
		this.lastModified = init.lastModified;
		this.file = file;
	}

	get ref(): string {
		return this.#ref;
	}

	get state(): TaskState {
		return this.#state;
	}

	get sentBytes(): number {
		return this.#sentBytes;
	}

	/** From 0 to 1; an empty file is all there or not at all. */
	get fraction(): number {
		return this.sizeBytes === 0 ? Number(isEnd(this.#state)) : this.#sentBytes / this.sizeBytes;
	}

	observe(observer: TaskObserver): void {
		this.#observer = observer;
	}

	/** Puts back what a reload left, without telling the observer. */
	restore(state: TaskState): void {
		this.#state = state;
		this.#countedBytes = isEnd(state) ? this.sizeBytes : 0;
	}

	get countedBytes(): number {
		return this.#countedBytes;
	}

	/** Begins an attempt. A task has one attempt at a time. */
	start(): void {
		this.#attempt = new AbortController();
	}

	/** Of the attempt under way: aborted by `cancel` and `stop`. */
	get signal(): AbortSignal {
		return this.#attempt.signal;
	}

	/** The file's bytes. Throws `UnreadableFile` where a reload left the page without the file. */
	get bytes(): Blob {
		if (this.file === undefined) throw new UnreadableFile('gone');
		return this.file;
	}

	/** Waits for its next attempt, or for its file. What was given back cannot be gone on with. */
	again(): void {
		if (this.#state.kind === 'cancelled') this.uploadId = undefined;
		this.#move({ kind: this.file === undefined ? 'file-needed' : 'waiting' });
		this.#setSent(0);
	}

	/** Its bytes are not those the vault was told of: the next attempt is another upload. */
	startAnew(): void {
		this.#ref = uuidv7();
		this.uploadId = undefined;
		this.checksum = undefined;
	}

	cancel(): void {
		this.#move({ kind: 'cancelled' });
		this.stop();
	}

	/** Ends the attempt; the next one goes on from what S3 holds by then. */
	pause(): void {
		this.#move({ kind: 'paused' });
		this.stop();
	}

	/** A file stands where one of its folders is to be. */
	folderTaken({ folders, name }: TakenFolder): void {
		this.#move({ kind: 'conflict', conflict: { kind: 'file-for-folder', folders, name } });
	}

	skip(): void {
		this.#move({ kind: 'skipped' });
	}

	/** Ends the attempt and leaves the state as it is: no component shows it any more. */
	stop(): void {
		this.#attempt.abort();
	}

	fail(failure: Failure): void {
		this.#move({ kind: 'failed', failure });
	}

	settle(outcome: UploadOutcome): StoredFile | undefined {
		if (outcome.outcome === 'stored') {
			this.#setSent(this.sizeBytes);
			this.#move({ kind: 'stored', entryId: outcome.file.id });
			return outcome.file;
		}
		this.#move(stateOf(outcome));
		return undefined;
	}

	/** The vault has reserved room under this id. */
	begun(uploadId: string): void {
		this.uploadId = uploadId;
		this.#observer?.changed(this);
	}

	/** All bytes have been read. */
	hashed(checksum: string): void {
		this.checksum = checksum;
		this.#observer?.changed(this);
	}

	phase(kind: 'reading' | 'sending' | 'checking'): void {
		if (!this.signal.aborted) this.#move({ kind });
	}

	/** Bytes S3 holds or is being sent, never more than the file has. */
	progress(sentBytes: number): void {
		if (this.signal.aborted) return;
		const delta = sentBytes - this.#sentBytes;
		this.#setSent(sentBytes);
		if (delta > 0) this.#observer?.sent(delta);
	}

	#setSent(sentBytes: number): void {
		this.#sentBytes = sentBytes;
		this.#count();
	}

	#move(state: TaskState): void {
		const from = this.#state.kind;
		if (from === state.kind && !isEnd(state)) return;
		this.#state = state;
		this.#count();
		this.#observer?.changed(this, { from, to: state.kind });
	}

	/** A file that has ended counts in full, however it ended: the bar of the batch reaches its end. */
	#count(): void {
		const counted = isEnd(this.#state) ? this.sizeBytes : this.#sentBytes;
		this.#observer?.counted(counted - this.#countedBytes);
		this.#countedBytes = counted;
	}
}

function stateOf(outcome: SettledOutcome): TaskState {
	switch (outcome.outcome) {
		case 'already-here':
			return { kind: 'already-here', entryId: outcome.entryId };
		case 'skipped':
			return { kind: 'skipped' };
		case 'conflict':
			return { kind: 'conflict', conflict: outcome };
	}
}
