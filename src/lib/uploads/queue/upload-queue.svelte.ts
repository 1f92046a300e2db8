import type { File as StoredFile } from '#contract/entries';
import { SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { planBatch } from '../batch/plan-batch';
import type { ConflictAnswer, UploadBatch, UploadTarget } from '../batch/upload-batch.svelte';
import { uploadTotals, type UploadTotals } from '../batch/upload-totals';
import { claimBatch } from '../resume/batch-claim';
import { Elsewhere, type UnfinishedPage } from '../resume/elsewhere.svelte';
import { findAgain, openAgain } from '../resume/find-again';
import { Journal } from '../resume/journal';
import { confirmArrived, isOldNews, restoredBatch } from '../resume/restore-batch';
import type { ResumeStore } from '../resume/resume-store';
import { lookAtFiles } from '../selection/look-at-files';
import type { ChosenFile, Selection } from '../selection/selection';
import { failureOf, needsFile, wasUnreachable } from '../transfer/failure';
import type { UploadPorts } from '../transfer/ports';
import {
	canGoAgain,
	isEnd,
	isMoving,
	type TakenFolder,
	type UploadTask,
} from '../transfer/upload-task.svelte';
import { attempt, giveBack, type BatchContext } from './attempt';
import { FolderMaker, FolderTaken, type EnsureFolders } from './folder-maker';
import { TaskRunner } from './task-runner';
import { Throughput } from './throughput';
import { WhileSending } from './while-sending';

export interface QueuePorts {
	readonly uploads: UploadPorts;
	readonly ensureFolders: EnsureFolders;
	readonly store: ResumeStore;
	/** One page of what has begun and not ended, on any device, oldest first. Fails with `ApiError`. */
	readonly listUnfinished: (cursor: string | undefined) => Promise<UnfinishedPage>;
}

export interface QueueListener {
	/**
	 * The vault has stored a file of the batch. `source` is what it came from; both are undefined where that was before a reload.
	 */
	stored?(file: StoredFile, source: File | undefined, batch: UploadBatch | undefined): void;
	/** Bytes of the file are on their way. Told again and again. */
	sending?(task: UploadTask): void;
	/** The attempt is over, and has not stored the file. */
	stopped?(task: UploadTask): void;
	/** Folders were made somewhere below this one. */
	foldersMade?(folderId: string): void;
	/** Every file of the batch has its receipt. */
	batchEnded?(batch: UploadBatch): void;
	/** The person has signed out. */
	closed?(): void;
}

/**
 * All uploads of this tab. It lives beside the pages, so that going from one to another disturbs
 * nothing, and every chosen file stays in it until the person puts its batch away. See [Note: The way of a file].
 */
export class UploadQueue {
	/** Of other devices. */
	readonly elsewhere: Elsewhere;
	readonly #ports: QueuePorts;
	readonly #runner: TaskRunner;
	readonly #journal: Journal;
	readonly #throughput: Throughput;
	readonly #whileSending = new WhileSending();
	readonly #listeners = new Set<QueueListener>();
	readonly #contexts = new Map<string, BatchContext>();
	readonly #underway = new Map<UploadTask, Promise<void>>();
	#batches = $state.raw<readonly UploadBatch[]>([]);
	#ownerId: string | undefined;
	#session = new AbortController();

	constructor(ports: QueuePorts) {
		this.#ports = ports;
		this.elsewhere = new Elsewhere({
			list: ports.listUnfinished,
			abort: (uploadId) => ports.uploads.api.abort(uploadId),
		});
		this.#journal = new Journal(ports.store);
		this.#throughput = new Throughput(() => ports.uploads.clock.now());
		this.#runner = new TaskRunner(
			(task) => this.#attempt(task),
			() => this.#throughput.bytesPerSecond,
		);
	}

	/** Oldest first. */
	get batches(): readonly UploadBatch[] {
		return this.#batches;
	}

	get totals(): UploadTotals {
		return uploadTotals(this.#batches, this.#throughput.bytesPerSecond);
	}

	/** Calls `listener` for what happens from now on, until the returned function is called. */
	listen(listener: QueueListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Once a person is signed in: shows what their last visit on this device left. `ownerId` tells people apart. */
	async open(ownerId: string): Promise<void> {
		if (this.#ownerId === ownerId) return;
		this.#ownerId = ownerId;
		const { signal } = this.#session;
		window.addEventListener('online', () => this.#retryUnreachable(), { signal });
		const all = await this.#journal.read(ownerId);
		void this.elsewhere.look({ known: all.map(({ batch }) => batch.head.id), signal });
		for (const { batch: kept, tasks } of all) {
			if (!(await claimBatch(kept.head.id, signal)) || signal.aborted) continue;
			const batch = restoredBatch(kept, tasks);
			if (isOldNews(batch, kept)) {
				await this.#journal.forget(batch);
				continue;
			}
			this.#journal.follow(batch);
			this.#take(batch);
			const stored = await confirmArrived(batch, this.#ports.uploads.api);
			for (const file of stored) {
				this.#tell((listener) => listener.stored?.(file, undefined, undefined));
			}
		}
	}

	/** At sign-out: everything stops and nothing is shown any more. What was kept waits for its owner. */
	close(): void {
		this.#session.abort();
		this.#session = new AbortController();
		this.#ownerId = undefined;
		for (const batch of this.#batches) {
			for (const task of batch.tasks) {
				this.#runner.remove(task);
				task.stop();
			}
		}
		void this.#journal.flush();
		this.#batches = [];
		this.elsewhere.forget();
		this.#contexts.clear();
		this.#whileSending.set(false);
		this.#tell((listener) => listener.closed?.());
	}

	/** `add` for what a person has chosen, however much it is: the page goes on meanwhile. Once they have signed out nothing is taken. */
	async addChosen(selection: Selection, target: UploadTarget): Promise<void> {
		const { signal } = this.#session;
		const looked = await lookAtFiles(selection);
		if (!signal.aborted) this.add(looked, target);
	}

	/** Takes what was chosen; files go into folders of their own below the target. */
	add(
		selection: Selection,
		target: UploadTarget,
		prepare: (tasks: readonly UploadTask[]) => void = () => undefined,
	): UploadBatch {
		const batch = planBatch(selection, target);
		prepare(batch.tasks);
		const context = this.#take(batch);
		if (this.#ownerId !== undefined) {
			void claimBatch(batch.head.id, this.#session.signal);
			void this.#journal.open(batch, this.#ownerId);
		}
		this.#run(batch.unfinished);
		const withFiles = batch.tasks.map(({ folders }) => folders);
		void this.#makeFolders(context, selection.emptyFolders, withFiles);
		return batch;
	}

	/** Goes on here with uploads of another device, whose files are among these. Returns how many were found. */
	goOnElsewhere(files: readonly ChosenFile[]): number {
		const found = this.elsewhere.take(files);
		for (const [folderId, group] of Map.groupBy(found, ([{ parentId }]) => parentId)) {
			const chosen = group.map(([, { file, handle }]) => ({
				file,
				folders: [],
				...(handle && { handle }),
			}));
			const selection = { files: chosen, emptyFolders: [], unreadable: [] };
			this.add(selection, { folderId, folderName: 'the folder chosen then' }, (tasks) => {
				for (const [index, task] of tasks.entries()) {
					const uploadId = group[index]?.[0].uploadId;
					// Parts are there to go on with; what goes in one request is begun here, and the room there given back.
					if (!isSmall(task)) task.uploadId = uploadId;
					else void giveBack({ uploadId }, this.#ports.uploads);
				}
			});
		}
		return found.length;
	}

	cancel(tasks: readonly UploadTask[]): void {
		for (const task of tasks) {
			if (isEnd(task.state)) continue;
			this.#runner.remove(task);
			task.cancel();
			// What an attempt has begun it gives back itself; an upload left by a reload has none.
			if (!this.#underway.has(task)) void giveBack(task, this.#ports.uploads);
		}
	}

	/** Holds up what is on its way; `retry` goes on with it from what S3 holds. */
	pause(tasks: readonly UploadTask[]): void {
		for (const task of tasks) {
			// The last step is a moment, and its answer would come all the same.
			if (!isMoving(task.state) || task.state.kind === 'checking') continue;
			this.#runner.remove(task);
			task.pause();
		}
	}

	/** Begins again what failed or was cancelled, and goes on with what was paused. */
	retry(tasks: readonly UploadTask[]): void {
		const [ending = [], ended = []] = [true, false].map((underway) =>
			tasks.filter((task) => canGoAgain(task.state) && this.#underway.has(task) === underway),
		);
		const [unread = [], others = []] = [true, false].map((wanted) =>
			ended.filter((task) => (task.handle !== undefined && needsItsFile(task)) === wanted),
		);
		this.#run(others);
		// The browser still knows where it is: it is opened as it is now.
		for (const task of unread) void this.openAgain(task);
		// A cancelled attempt gives its room back first.
		for (const task of ending) {
			void this.#underway.get(task)?.then(() => this.retry([task]));
		}
	}

	answer(tasks: readonly UploadTask[], answer: ConflictAnswer): void {
		const asked = tasks.filter(({ state }) => state.kind === 'conflict');
		const taken = asked.filter((task) => folderInTheWay(task) !== undefined);
		for (const task of asked) task.onConflict = answerFor(task, answer);
		if (answer === 'skip') for (const task of taken) task.skip();
		else for (const task of taken) this.#keepBoth(task);
		this.#run(asked.filter((task) => answer !== 'skip' || !taken.includes(task)));
	}

	/** For a folder whose name a file has: its files, and the empty folders in it. */
	answerFolder(batch: UploadBatch, folders: readonly string[], answer: ConflictAnswer): void {
		const key = JSON.stringify(folders);
		const inIt = (task: UploadTask) => JSON.stringify(folderInTheWay(task)?.folders) === key;
		this.answer(batch.conflicts.filter(inIt), answer);
		const context = this.#contexts.get(batch.head.id);
		const waiting = batch.takeWaiting({ folders });
		if (context === undefined || waiting.length === 0) return;
		if (answer === 'skip') {
			this.#noteFolders(batch);
			return;
		}
		for (const { taken } of waiting) context.folders.keepBoth(taken);
		void this.#makeFolders(
			context,
			waiting.map((each) => each.folders),
		);
	}

	/** For all of the batch whose name is taken, and for those of the batch that will turn out to be. */
	answerAll(batch: UploadBatch, answer: ConflictAnswer): void {
		batch.answer = answer;
		for (const { taken } of batch.waitingFolders) this.answerFolder(batch, taken.folders, answer);
		this.answer(batch.conflicts, answer);
	}

	/**
	 * Goes on with files left by a reload, or that could not be read, found again among these: parts that are the same are not sent again.
	 * Returns how many were found.
	 */
	chooseAgain(batch: UploadBatch, files: readonly ChosenFile[]): number {
		return this.#goOn(batch.filesToChoose, files).length;
	}

	/** Goes on with what a reload has left of any batch and is among these. Returns those that were found. */
	goOnWith(files: readonly ChosenFile[]): readonly ChosenFile[] {
		return this.#goOn(
			this.#batches.flatMap((batch) => batch.filesNeeded),
			files,
		);
	}

	#goOn(needed: readonly UploadTask[], files: readonly ChosenFile[]): readonly ChosenFile[] {
		const found = findAgain(needed, files);
		for (const [task, { file, handle }] of found) {
			// One request of other bytes is another upload; parts are compared, and those that are the same stay.
			if (isSmall(task) && file.lastModified !== task.lastModified) {
				void giveBack({ uploadId: task.uploadId }, this.#ports.uploads);
				task.startAnew();
			}
			task.file = file;
			task.handle = handle ?? task.handle;
		}
		this.#run([...found.keys()]);
		return [...found.values()];
	}

	/** Goes on with a file the browser still has a handle of. False where it may not or cannot be read. */
	async openAgain(task: UploadTask): Promise<boolean> {
		if (task.handle === undefined) return false;
		task.file = await openAgain(task, task.handle);
		if (task.file === undefined) return false;
		this.#run([task]);
		return true;
	}

	/** Puts the batch out of sight; what has not ended is cancelled. */
	dismiss(batch: UploadBatch): void {
		this.cancel(batch.unfinished);
		for (const task of batch.failed) void giveBack(task, this.#ports.uploads);
		this.#batches = this.#batches.filter((other) => other !== batch);
		void this.#journal.forget(batch);
	}

	#keepBoth(task: UploadTask): void {
		const taken = folderInTheWay(task);
		if (taken !== undefined) this.#contexts.get(task.batch.id)?.folders.keepBoth(taken);
	}

	#take(batch: UploadBatch): BatchContext {
		const ensure: EnsureFolders = (parentId, paths) => this.#ports.ensureFolders(parentId, paths);
		const context = { batch, folders: new FolderMaker(batch.target.folderId, ensure) };
		this.#contexts.set(batch.head.id, context);
		batch.observe(
			(task) => this.#changed(batch, task),
			(bytes) => this.#throughput.add(bytes),
		);
		this.#batches = [...this.#batches, batch];
		return context;
	}

	#run(tasks: readonly UploadTask[]): void {
		for (const task of tasks) task.again();
		this.#runner.add(tasks);
		this.#mind();
	}

	async #attempt(task: UploadTask): Promise<void> {
		const context = this.#contexts.get(task.batch.id);
		if (context === undefined || task.state.kind !== 'waiting') return;
		const { promise, resolve } = Promise.withResolvers<undefined>();
		this.#underway.set(task, promise);
		const file = await attempt(task, context, this.#ports.uploads);
		this.#underway.delete(task);
		resolve(undefined);
		if (file) this.#tell((listener) => listener.stored?.(file, task.file, context.batch));
		else this.#tell((listener) => listener.stopped?.(task));
	}

	#changed(batch: UploadBatch, task: UploadTask): void {
		if (this.#ownerId !== undefined) this.#journal.note(task);
		if (task.state.kind === 'sending') this.#tell((listener) => listener.sending?.(task));
		if (task.state.kind === 'conflict' && batch.answer !== undefined) {
			this.answer([task], batch.answer);
		}
		this.#mind();
		if (isEnd(task.state) && batch.ended) this.#tell((listener) => listener.batchEnded?.(batch));
	}

	#mind(): void {
		const moving = this.#batches.some((batch) => batch.movingCount > 0);
		this.#whileSending.set(moving);
		if (!moving) this.#throughput.pause();
	}

	/** Only empty folders are reported: the files of any other folder ask, or fail, for the same reason. */
	async #makeFolders(
		{ batch, folders }: BatchContext,
		empty: readonly FolderPath[],
		withFiles: readonly FolderPath[] = [],
	): Promise<void> {
		const all = new Map([...withFiles, ...empty].map((path) => [JSON.stringify(path), path]));
		const unmade = (path: FolderPath) => (error: unknown) => {
			if (empty.includes(path)) this.#folderNotMade(batch, path, error);
		};
		await Promise.all([...all.values()].map((path) => folders.idOf(path).catch(unmade(path))));
		if (empty.length > 0) this.#noteFolders(batch);
		if ([...all.values()].some((path) => path.length > 0)) {
			this.#tell((listener) => listener.foldersMade?.(batch.target.folderId));
		}
	}

	#noteFolders(batch: UploadBatch): void {
		if (this.#ownerId !== undefined) void this.#journal.noteBatch(batch, this.#ownerId);
	}

	#folderNotMade(batch: UploadBatch, path: FolderPath, error: unknown): void {
		if (!(error instanceof FolderTaken)) {
			batch.refuseFolder({ folders: path, failure: failureOf(error) });
			return;
		}
		const { taken } = error;
		batch.await({ folders: path, taken });
		if (batch.answer !== undefined) this.answerFolder(batch, taken.folders, batch.answer);
	}

	#retryUnreachable(): void {
		for (const batch of this.#batches) {
			this.retry(
				batch.failed.filter(
					({ state, file }) =>
						file !== undefined && state.kind === 'failed' && wasUnreachable(state.failure),
				),
			);
		}
	}

	#tell(say: (listener: QueueListener) => void): void {
		for (const listener of this.#listeners) say(listener);
	}
}

type FolderPath = readonly string[];

const isSmall = ({ sizeBytes }: UploadTask) => sizeBytes <= SINGLE_REQUEST_MAX_BYTES;

const needsItsFile = ({ state }: UploadTask) => state.kind === 'failed' && needsFile(state.failure);

/** The folder whose name a file has; undefined where that is not what is asked. */
function folderInTheWay({ state }: UploadTask): TakenFolder | undefined {
	if (state.kind !== 'conflict' || state.conflict.kind !== 'file-for-folder') return undefined;
	return state.conflict;
}

/** A folder cannot be a version of a file: the file stays beside it. */
function answerFor({ state }: UploadTask, answer: ConflictAnswer): ConflictAnswer {
	const folderInTheWay = state.kind === 'conflict' && state.conflict.kind === 'folder';
	return folderInTheWay && answer === 'new-version' ? 'keep-both' : answer;
}
