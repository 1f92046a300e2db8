import type { File as StoredFile } from '#contract/entries';
import type { OnConflict } from '#contract/uploads';
import { canRetry, type Failure } from '../transfer/failure';
import type { BeginAnswer } from '../transfer/ports';
import type { Settled, UploadOutcome, UploadWatch } from '../transfer/upload-job';

type Conflict = Extract<BeginAnswer, { outcome: 'conflict' }>;

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

/** The same file may be sent again as it is: it was cancelled, or what stopped it may pass. */
export function canGoAgain(state: TaskState): boolean {
	return state.kind === 'cancelled' || (state.kind === 'failed' && canRetry(state.failure));
}

/** What was chosen: enough to show it, and to know it again after a reload. */
export interface Chosen {
	readonly ref: string;
	readonly batchId: string;
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

/** One chosen file on its way into the vault. */
export class UploadTask implements UploadWatch {
	readonly chosen: Chosen;
	/** Undefined after a reload, until it is chosen again. */
	file: File | undefined;
	/** Lets the page read the file again after a reload, with the person's permission. */
	handle: FileSystemFileHandle | undefined;
	onConflict: OnConflict = 'ask';
	uploadId: string | undefined;
	checksum: string | undefined;

	#state = $state.raw<TaskState>({ kind: 'waiting' });
	#sentBytes = $state(0);
	#countedBytes = 0;
	#observer: TaskObserver | undefined;
	#run: AbortController | undefined;

	constructor(chosen: Chosen, file?: File) {
		this.chosen = chosen;
		this.file = file;
	}

	get state(): TaskState {
		return this.#state;
	}

	get sentBytes(): number {
		return this.#sentBytes;
	}

	/** From 0 to 1; an empty file is all there or not at all. */
	get fraction(): number {
		const { sizeBytes } = this.chosen;
		return sizeBytes === 0 ? Number(isEnd(this.#state)) : this.#sentBytes / sizeBytes;
	}

	observe(observer: TaskObserver): void {
		this.#observer = observer;
	}

	/** Puts back what a reload left, without telling the observer. */
	restore(state: TaskState): void {
		this.#state = state;
		this.#countedBytes = isEnd(state) ? this.chosen.sizeBytes : 0;
	}

	get countedBytes(): number {
		return this.#countedBytes;
	}

	/** Begins an attempt: its signal is aborted by `cancel` and `stop`. */
	start(): AbortSignal {
		this.#run = new AbortController();
		return this.#run.signal;
	}

	wait(): void {
		this.#move({ kind: 'waiting' });
		this.#setSent(0);
	}

	/** Begins anew: what was given back cannot be gone on with. */
	again(): void {
		if (this.#state.kind === 'cancelled') this.uploadId = undefined;
		this.wait();
	}

	cancel(): void {
		this.#move({ kind: 'cancelled' });
		this.stop();
	}

	/** Ends the attempt and leaves the state as it is: no component shows it any more. */
	stop(): void {
		this.#run?.abort();
	}

	fail(failure: Failure): void {
		this.#move({ kind: 'failed', failure });
	}

	settle(outcome: UploadOutcome): StoredFile | undefined {
		if (outcome.outcome === 'stored') {
			this.#setSent(this.chosen.sizeBytes);
			this.#move({ kind: 'stored', entryId: outcome.file.id });
			return outcome.file;
		}
		this.#move(stateOf(outcome));
		return undefined;
	}

	begun(uploadId: string): void {
		this.uploadId = uploadId;
		this.#observer?.changed(this);
	}

	hashed(checksum: string): void {
		this.checksum = checksum;
		this.#observer?.changed(this);
	}

	phase(kind: 'reading' | 'sending' | 'checking'): void {
		if (this.#run?.signal.aborted === false) this.#move({ kind });
	}

	progress(sentBytes: number): void {
		if (this.#run?.signal.aborted !== false) return;
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
		const counted = isEnd(this.#state) ? this.chosen.sizeBytes : this.#sentBytes;
		this.#observer?.counted(counted - this.#countedBytes);
		this.#countedBytes = counted;
	}
}

function stateOf(outcome: Settled): TaskState {
	switch (outcome.outcome) {
		case 'already-here':
			return { kind: 'already-here', entryId: outcome.entryId };
		case 'skipped':
			return { kind: 'skipped' };
		case 'conflict':
			return { kind: 'conflict', conflict: outcome };
	}
}
