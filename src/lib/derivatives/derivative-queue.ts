import { isReadable } from '#contract/archive';
import type { File as StoredFile } from '#contract/entries';
import type { DerivativeKind, Form } from '#contract/uploads';
import { Semaphore } from '$lib/concurrency/semaphore';
import { drawingKind, isDrawnAtUpload, mayBeRead, type Drawable } from './derivative-plan';
import type { Drawn } from './drawing.worker';
import type { DrawingSource, Originals } from './originals';
import type { Drawer } from './picture-drawer';
import type { Undrawable } from './undrawable';

/** The vault's side of thumbnails and previews. Questions of many files may share a call. */
export interface DerivativeApi {
	/** `recorded` where the vault has it already, undefined where it does not want it. */
	sign(versionId: string, drawn: Drawn): Promise<Form | 'recorded' | undefined>;
	/** True where the vault found it in S3. */
	record(versionId: string, kind: DerivativeKind): Promise<boolean>;
}

export interface DerivativePorts {
	readonly drawer: Drawer;
	readonly api: DerivativeApi;
	readonly originals: Originals;
	readonly undrawable: Undrawable;
	/** Reads what a stored file says of itself from the bytes that it is drawn from, where the vault does not know it. Never fails. */
	saw(file: StoredFile, source: DrawingSource): void;
	/** The thumbnail of a stored file is on the screen: reads the same from its original. The returned function tells that it has left. */
	glanced(file: StoredFile): () => void;
	/** Runs the task unless another tab runs one of that name: then the result is undefined. */
	exclusively<T>(name: string, task: () => Promise<T>): Promise<T | undefined>;
	post(form: Form, bytes: ArrayBuffer, signal: AbortSignal): Promise<void>;
}

export interface DerivativeListener {
	/** The version of this file has these pictures now. */
	made?(file: StoredFile, kinds: readonly DerivativeKind[]): void;
	/** Nothing is left to draw, and something was made since it last was so. */
	settled?(): void;
}

/** What uploads take: nothing, the line, or all of the processor as well. */
export type UploadLoad = 'none' | 'line' | 'all';

interface Job {
	readonly file: StoredFile;
	/** What was uploaded, where this tab has it still; otherwise the original is read. */
	source: Blob | undefined;
	/** Places on the screen that wait for it. */
	seenCount: number;
	/** Resolves to whether the file has a thumbnail. */
	readonly done: PromiseWithResolvers<boolean>;
}

/** A file that is on its way here. */
interface Expected {
	readonly file: Drawable;
	readonly source: Blob;
	/** Undefined until it is drawn, or being drawn. */
	drawn: Promise<readonly Drawn[]> | undefined;
}

/** Files drawn before they are stored, at most: as many as one call reports, a quarter of a megabyte of pictures each. */
const AHEAD_MAX = 100;
/** Pictures that have been drawn and are on their way: the next is not drawn before there is room. */
const ON_THEIR_WAY_MAX = 200;
/** A page of text says nothing at the size of an icon, in CSS pixels: its sign does. */
const TEXT_LEAST_WIDTH = 80;
/** What gave way looks this often whether it may go on, in milliseconds. */
const LOOK_AGAIN_MS = 1000;
/** Beside files far fewer than there are connections, as files go first; without them all of a browser's. */
const POSTS_AT_ONCE = { beside: 2, alone: 6 };

/**
 * Gives stored files their thumbnails and previews: those that were uploaded here in the order in which they were stored,
 * before them those that are on the screen without one, whoever uploaded them, and behind them those that are still on their way here. Nothing here can disturb an upload: what
 * fails is left out, and the file stays as it is.
 */
export class DerivativeQueue {
	readonly #ports: DerivativePorts;
	readonly #postingBeside = new Semaphore(POSTS_AT_ONCE.beside);
	readonly #postingAlone = new Semaphore(POSTS_AT_ONCE.alone);
	/** Waiting or under way, by version. */
	readonly #jobs = new Map<string, Job>();
	/** Those that wait, in order. */
	readonly #seen = new Set<Job>();
	readonly #unseen = new Set<Job>();
	/** By what they are uploaded from. */
	readonly #expected = new Map<Blob, Expected>();
	/** Versions whose pictures the vault did not take: not drawn again before the page is loaded anew. */
	readonly #refused = new Set<string>();
	readonly #listeners = new Set<DerivativeListener>();
	#drawingCount = 0;
	#sendingCount = 0;
	#madeSome = false;
	#loadOf: () => UploadLoad = () => 'none';
	#looksAgain = false;
	#session = new AbortController();

	constructor(ports: DerivativePorts) {
		this.#ports = ports;
	}

	/** Nothing waits or is under way. */
	get idle(): boolean {
		return this.#jobs.size === 0;
	}

	/** Returns how to stop. */
	listen(listener: DerivativeListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Gives way to uploads: beside `all` only what is on the screen is drawn, one at a time, and the rest comes when they are over. */
	giveWay(loadOf: () => UploadLoad): void {
		this.#loadOf = loadOf;
	}

	/**
	 * A file is on its way here from `source`: beside an upload that takes the line alone it is drawn at once, behind all that are stored,
	 * so that after the last byte its pictures are only to be sent. May be told more than once.
	 */
	expect(file: Drawable, source: Blob): void {
		if (this.#expected.has(source) || !isDrawnAtUpload(file)) return;
		this.#expected.set(source, { file, source, drawn: undefined });
		this.#startNext();
	}

	/** It is not coming any more, or not just now. */
	forget(source: Blob): void {
		this.#expected.delete(source);
	}

	/** A file that was stored from `source`. Never fails; resolves to whether it has a thumbnail when all is done. */
	add(file: StoredFile, source: Blob): Promise<boolean> {
		if (file.hasThumb || !isDrawnAtUpload(file)) {
			this.forget(source);
			return Promise.resolve(file.hasThumb);
		}
		const job = this.#jobs.get(file.versionId) ?? this.#enqueue(file);
		job.source ??= source;
		this.#startNext();
		return job.done.promise;
	}

	/**
	 * A file without a thumbnail is on the screen, in a place of this width in CSS pixels: it comes next, from its original where that can be read. The returned function
	 * tells that it has left the screen: what is still to be read then is not. One with a thumbnail is only asked what it says of itself.
	 */
	see(file: StoredFile, placeWidth = Infinity): () => void {
		if (file.hasThumb) return this.#ports.glanced(file);
		if (drawingKind(file) === 'text' && placeWidth < TEXT_LEAST_WIDTH) return () => undefined;
		const job = this.#jobs.get(file.versionId) ?? this.#toRead(file);
		if (job === undefined) return () => undefined;
		job.seenCount += 1;
		if (this.#unseen.delete(job)) this.#seen.add(job);
		this.#startNext();
		let isSeen = true;
		return () => {
			if (isSeen) this.#leave(job);
			isSeen = false;
		};
	}

	/** At sign-out: what is not yet drawn is left. */
	close(): void {
		this.#session.abort();
		this.#session = new AbortController();
		this.#expected.clear();
		for (const job of [...this.#seen, ...this.#unseen]) this.#end(job, false);
	}

	#enqueue(file: StoredFile): Job {
		const done = Promise.withResolvers<boolean>();
		const job: Job = { file, source: undefined, seenCount: 0, done };
		this.#jobs.set(file.versionId, job);
		this.#unseen.add(job);
		return job;
	}

	#toRead(file: StoredFile): Job | undefined {
		const { versionId, hasThumb, missingSince } = file;
		const isWanted =
			!hasThumb &&
			mayBeRead(file) &&
			missingSince === null &&
			isReadable(file, new Date()) &&
			!this.#refused.has(versionId) &&
			!this.#ports.undrawable.has(versionId);
		return isWanted ? this.#enqueue(file) : undefined;
	}

	#leave(job: Job): void {
		job.seenCount -= 1;
		if (job.seenCount > 0 || !this.#seen.delete(job)) return;
		if (job.source === undefined) this.#end(job, false);
		else this.#unseen.add(job);
	}

	#startNext(): void {
		while (this.#hasRoom()) {
			const [job] = this.#seen.size > 0 ? this.#seen : this.#unseen;
			if (job === undefined) {
				if (!this.#drawAhead()) return;
				continue;
			}
			if (this.#unseen.has(job) && this.#loadOf() === 'all') {
				this.#lookAgain();
				return;
			}
			this.#seen.delete(job);
			this.#unseen.delete(job);
			this.#drawingCount += 1;
			void this.#run(job);
		}
	}

	/** True where a file is being drawn that is not stored yet. */
	#drawAhead(): boolean {
		const expected = [...this.#expected.values()];
		const next = expected.find(({ drawn }) => drawn === undefined);
		if (next === undefined || expected.indexOf(next) >= AHEAD_MAX) return false;
		const load = this.#loadOf();
		if (load === 'all') this.#lookAgain();
		if (load !== 'line') return false;
		this.#drawingCount += 1;
		next.drawn = this.#ports.drawer
			.draw(next.source, next.file)
			.catch(() => [])
			.finally(() => {
				this.#drawingCount -= 1;
				this.#startNext();
			});
		return true;
	}

	#lookAgain(): void {
		if (this.#looksAgain) return;
		this.#looksAgain = true;
		setTimeout(() => {
			this.#looksAgain = false;
			this.#startNext();
		}, LOOK_AGAIN_MS);
	}

	#hasRoom(): boolean {
		if (this.#sendingCount >= ON_THEIR_WAY_MAX) return false;
		if (this.#drawingCount > 0 && this.#loadOf() === 'all') {
			this.#lookAgain();
			return false;
		}
		return this.#drawingCount < this.#ports.drawer.capacity;
	}

	async #run(job: Job): Promise<void> {
		const { signal } = this.#session;
		const { file } = job;
		const drawingEnds = once(() => {
			this.#drawingCount -= 1;
			this.#startNext();
		});
		const make = () => this.#make(job, drawingEnds, signal);
		const made = await this.#ports
			.exclusively(`cloudvault-drawing-${file.versionId}`, make)
			// The original could not be read, or S3 took nothing: the next time it is seen it is tried again.
			.catch(() => undefined);
		drawingEnds();
		const kinds = signal.aborted ? [] : (made ?? []);
		if (kinds.length > 0) {
			this.#madeSome = true;
			for (const listener of this.#listeners) listener.made?.(file, kinds);
		}
		this.#end(job, kinds.includes('thumb'));
	}

	#end(job: Job, hasThumb: boolean): void {
		this.#seen.delete(job);
		this.#unseen.delete(job);
		this.#jobs.delete(job.file.versionId);
		job.done.resolve(hasThumb);
		if (this.#jobs.size > 0 || !this.#madeSome) return;
		this.#madeSome = false;
		for (const listener of this.#listeners) listener.settled?.();
	}

	async #make(
		{ file, source }: Job,
		drawingEnds: () => void,
		signal: AbortSignal,
	): Promise<readonly DerivativeKind[]> {
		const { versionId } = file;
		const bytes = source ?? (await this.#ports.originals.of(file, signal));
		this.#ports.saw(file, bytes);
		const drawn = (await this.#drawnAhead(source)) ?? (await this.#ports.drawer.draw(bytes, file));
		signal.throwIfAborted();
		if (drawn.length === 0) this.#ports.undrawable.add(versionId);
		this.#sendingCount += 1;
		drawingEnds();
		const sent = await Promise.allSettled(drawn.map((each) => this.#send(versionId, each, signal)));
		this.#sendingCount -= 1;
		this.#startNext();
		return sent.flatMap((each) =>
			each.status === 'fulfilled' && each.value !== undefined ? [each.value] : [],
		);
	}

	#drawnAhead(source: Blob | undefined): Promise<readonly Drawn[]> | undefined {
		const expected = source && this.#expected.get(source);
		if (source !== undefined) this.#expected.delete(source);
		return expected?.drawn;
	}

	async #send(
		versionId: string,
		drawn: Drawn,
		signal: AbortSignal,
	): Promise<DerivativeKind | undefined> {
		const form = await this.#ports.api.sign(versionId, drawn);
		if (form === 'recorded') return drawn.kind;
		if (form === undefined) {
			this.#refused.add(versionId);
			return undefined;
		}
		const posting = this.#loadOf() === 'none' ? this.#postingAlone : this.#postingBeside;
		await posting.run(() => this.#ports.post(form, drawn.bytes, signal), signal);
		return (await this.#ports.api.record(versionId, drawn.kind)) ? drawn.kind : undefined;
	}
}

function once(act: () => void): () => void {
	let done = false;
	return () => {
		if (!done) act();
		done = true;
	};
}
