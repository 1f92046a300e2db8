import type { OnConflict } from '#contract/uploads';
import { ThrottledSignal } from '../../concurrency/throttled-signal.svelte';
import { needsFile, type Failure } from '../transfer/failure';
import type { BatchHead } from '../transfer/ports';
import {
	isEnd,
	type TakenFolder,
	type TaskKind,
	type TaskObserver,
	type UploadTask,
} from '../transfer/upload-task.svelte';
import { PictureTally } from './picture-tally';

export interface UploadTarget {
	readonly folderId: string;
	/** As the person saw it when they chose. */
	readonly folderName: string;
}

/** An empty folder that could not be made: there is no file to show it by. */
export interface RefusedFolder {
	readonly folders: readonly string[];
	readonly failure: Failure;
}

/** An empty folder that waits for the person: a file has the name of it, or of one above. */
export interface WaitingFolder {
	readonly folders: readonly string[];
	readonly taken: TakenFolder;
}

/** How to go on where a name is taken. */
export type ConflictAnswer = Exclude<OnConflict, 'ask'>;

type Changed = TaskObserver['changed'];

/** Files chosen together. Each of them ends in a receipt; none is lost on the way. */
export class UploadBatch {
	readonly head: BatchHead;
	readonly target: UploadTarget;
	readonly tasks: readonly UploadTask[];
	readonly totalBytes: number;
	/** From an earlier visit of the page. */
	readonly restored: boolean;
	/** The answer for every file whose name is taken, once the person has given one for all. */
	answer: ConflictAnswer | undefined;
	/** Thumbnails of what was stored. */
	readonly pictures = new PictureTally();

	readonly #counts = new ThrottledSignal();
	readonly #tally = new Map<TaskKind, number>();
	#countedBytes = 0;
	#refusedFolders = $state.raw<readonly RefusedFolder[]>([]);
	#waitingFolders = $state.raw<readonly WaitingFolder[]>([]);

	constructor(
		head: BatchHead,
		target: UploadTarget,
		{ tasks, restored = false }: { tasks: readonly UploadTask[]; restored?: boolean },
	) {
		this.restored = restored;
		this.head = head;
		this.target = target;
		this.tasks = tasks;
		this.totalBytes = tasks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
		for (const task of tasks) {
			this.#add(task.state.kind, 1);
			this.#countedBytes += task.countedBytes;
		}
	}

	/** Keeps the counts, then calls `changed` and `sent`. */
	observe(changed: Changed, sent: TaskObserver['sent']): void {
		const observer: TaskObserver = {
			changed: (task, moved) => {
				if (moved) {
					this.#add(moved.from, -1);
					this.#add(moved.to, 1);
				}
				changed(task, moved);
			},
			counted: (delta) => {
				this.#countedBytes += delta;
				this.#counts.notify();
			},
			sent,
		};
		for (const task of this.tasks) task.observe(observer);
	}

	count(...kinds: readonly TaskKind[]): number {
		this.#counts.track();
		return kinds.reduce((sum, kind) => sum + (this.#tally.get(kind) ?? 0), 0);
	}

	/** Bytes of this batch that need no more sending. */
	get countedBytes(): number {
		this.#counts.track();
		return this.#countedBytes;
	}

	/** From 0 to 1. */
	get fraction(): number {
		const ended = this.endedCount / Math.max(1, this.tasks.length);
		return this.totalBytes === 0 ? ended : this.countedBytes / this.totalBytes;
	}

	get endedCount(): number {
		return this.count('stored', 'already-here', 'skipped', 'failed', 'cancelled');
	}

	/** On their way by themselves, without an answer of the person. */
	get movingCount(): number {
		return this.count('waiting', 'reading', 'sending', 'checking');
	}

	get ended(): boolean {
		return this.endedCount === this.tasks.length;
	}

	get conflicts(): readonly UploadTask[] {
		return this.count('conflict') === 0 ? [] : this.#tasksIn('conflict');
	}

	get failed(): readonly UploadTask[] {
		return this.count('failed') === 0 ? [] : this.#tasksIn('failed');
	}

	get filesNeeded(): readonly UploadTask[] {
		return this.count('file-needed') === 0 ? [] : this.#tasksIn('file-needed');
	}

	/** Those whose file is to be chosen again: left by a reload, or not as it was when it was chosen. */
	get filesToChoose(): readonly UploadTask[] {
		const unread = this.failed.filter(
			({ state }) => state.kind === 'failed' && needsFile(state.failure),
		);
		return [...this.filesNeeded, ...unread];
	}

	get paused(): readonly UploadTask[] {
		return this.count('paused') === 0 ? [] : this.#tasksIn('paused');
	}

	get unfinished(): readonly UploadTask[] {
		return this.tasks.filter((task) => !isEnd(task.state));
	}

	get refusedFolders(): readonly RefusedFolder[] {
		return this.#refusedFolders;
	}

	refuseFolder(refused: RefusedFolder): void {
		this.#refusedFolders = [...this.#refusedFolders, refused];
	}

	get waitingFolders(): readonly WaitingFolder[] {
		return this.#waitingFolders;
	}

	/** An empty folder waits for the person. */
	await(folder: WaitingFolder): void {
		this.#waitingFolders = [...this.#waitingFolders, folder];
	}

	/** Those that wait for an answer about this folder; they wait no more. */
	takeWaiting({ folders }: Pick<TakenFolder, 'folders'>): readonly WaitingFolder[] {
		const key = JSON.stringify(folders);
		const isIt = ({ taken }: WaitingFolder) => JSON.stringify(taken.folders) === key;
		const taken = this.#waitingFolders.filter(isIt);
		this.#waitingFolders = this.#waitingFolders.filter((folder) => !isIt(folder));
		return taken;
	}

	#tasksIn(kind: TaskKind): readonly UploadTask[] {
		return this.tasks.filter((task) => task.state.kind === kind);
	}

	#add(kind: TaskKind, count: number): void {
		this.#tally.set(kind, (this.#tally.get(kind) ?? 0) + count);
		this.#counts.notify();
	}
}
