import type { Call } from '$lib/api/call';
import { Semaphore } from '$lib/concurrency/semaphore';
import type { UploadBatch } from '$lib/uploads/batch/upload-batch.svelte';
import type { EnsureFolders } from '$lib/uploads/queue/folder-maker';
import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import type { UnfinishedUpload } from '$lib/uploads/resume/elsewhere.svelte';
import type { KeptBatch, KeptTask, ResumeStore } from '$lib/uploads/resume/resume-store';
import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { ByteBudget } from '$lib/uploads/transfer/byte-budget';
import type { Semaphores, UploadPorts } from '$lib/uploads/transfer/ports';
import { VaultApi } from '$lib/uploads/transfer/vault-api';
import * as v from 'valibot';
import { expect, vi } from 'vitest';
import { id, storedFile } from '../fake-upload-ports';

/** The fields that this suite's requests have, each where its endpoint has it. */
export interface UploadRequest {
	readonly batch: { readonly id: string; readonly fileCount: number };
	readonly files: readonly { ref: string; name: string; onConflict: string; sizeBytes: number }[];
	readonly uploads: readonly { uploadId: string }[];
	readonly uploadIds: readonly string[];
}

/** A vault that takes everything, but for names that are `taken`; writes down each call. */
export class FakeServer {
	readonly calls: { readonly name: string; readonly request: UploadRequest }[] = [];
	readonly taken = new Set<string>();
	#failure: Error | undefined;
	refused = new Set<string>();

	/** Requests and answers are parsed by the contract, as between the page and the real API. */
	readonly call: Call = async (endpoint, request) => {
		await Promise.resolve();
		const failure = this.#failure;
		this.#failure = undefined;
		if (failure !== undefined) throw failure;
		const parsed = v.parse(endpoint.request, request) as UploadRequest;
		return v.parse(endpoint.response, this.answer(endpoint.name, parsed));
	};

	/** The next request fails. */
	fail(failure: Error): void {
		this.#failure = failure;
	}

	answer(name: string, request: UploadRequest): unknown {
		this.calls.push({ name, request });
		switch (name) {
			case 'beginUploads':
				return { files: request.files.map((file) => this.#begin(file)) };
			case 'completeUploads':
				return {
					files: request.uploads.map(({ uploadId }) => {
						return { uploadId, outcome: 'stored', file: storedFile(1) };
					}),
				};
			default:
				return { abortedIds: request.uploadIds };
		}
	}

	count(name: string): number {
		return this.calls.filter((call) => call.name === name).length;
	}

	begunWith(name: string): readonly string[] {
		return this.calls
			.filter((call) => call.name === 'beginUploads')
			.flatMap(({ request }) => request.files.filter((file) => file.name === name))
			.map(({ onConflict }) => onConflict);
	}

	#begin({ ref, name, onConflict }: UploadRequest['files'][number]) {
		if (this.refused.has(name)) return { ref, outcome: 'refused', code: 'quota_exceeded' };
		if (this.taken.has(name) && onConflict === 'ask') {
			const there = {
				kind: 'file',
				sizeBytes: 5,
				updatedAt: '2026-01-01T00:00:00.000Z',
				file: null,
			};
			return { ref, outcome: 'conflict', entryId: id(4), ...there };
		}
		if (this.taken.has(name) && onConflict === 'skip') {
			return { ref, outcome: 'skipped', entryId: id(4) };
		}
		const transfer = { kind: 'form', form: { url: name, fields: {} } };
		return { ref, outcome: 'send', uploadId: ref, transfer };
	}
}

/** Keeps batches as a browser would, across queues. */
export class FakeStore implements ResumeStore {
	readonly batches = new Map<string, KeptBatch>();
	readonly tasks = new Map<string, Map<number, KeptTask>>();
	denied = false;

	#allow(): Promise<void> {
		return this.denied ? Promise.reject(new Error('denied')) : Promise.resolve();
	}
	async save(batch: KeptBatch): Promise<void> {
		await this.#allow();
		this.batches.set(batch.head.id, batch);
	}
	async saveTasks(tasks: readonly KeptTask[]): Promise<void> {
		await this.#allow();
		for (const task of tasks) {
			const ofBatch = this.tasks.get(task.chosen.batchId) ?? new Map<number, KeptTask>();
			this.tasks.set(task.chosen.batchId, ofBatch.set(task.order, task));
		}
	}
	async load(ownerId: string) {
		await this.#allow();
		return [...this.batches.values()]
			.filter((batch) => batch.ownerId === ownerId)
			.map((batch) => ({ batch, tasks: [...(this.tasks.get(batch.head.id)?.values() ?? [])] }));
	}
	async remove(batchId: string): Promise<void> {
		await this.#allow();
		this.batches.delete(batchId);
		this.tasks.delete(batchId);
	}
}

export interface Bench {
	readonly queue: UploadQueue;
	readonly posts: string[];
	readonly store: FakeStore;
	hold: ((url: string, signal: AbortSignal) => Promise<void>) | undefined;
	/** Names of files that stand in the folders of the vault. */
	readonly filesThere: Set<string>;
	/** Folders it has made. */
	readonly folders: Set<string>;
	unfinished: UnfinishedUpload[];
}

export function bench(store = new FakeStore()): Bench {
	const semaphores: Semaphores = {
		read: new Semaphore(8),
		send: new Semaphore(12),
		hold: new Semaphore(12),
		part: new Semaphore(6),
	};
	const posts: string[] = [];
	const made: Bench = {
		queue: undefined as never,
		posts,
		store,
		hold: undefined,
		filesThere: new Set(),
		folders: new Set(),
		unfinished: [],
	};
	const uploads: UploadPorts = {
		api: new VaultApi(server.call, semaphores),
		transport: {
			postForm: async ({ url }, _bytes, signal) => {
				posts.push(url);
				await made.hold?.(url, signal);
			},
			putPart: () => Promise.reject(new Error('no parts here')),
		},
		reader: {
			prepare: () => undefined,
			read: (slice) =>
				Promise.resolve({ bytes: new ArrayBuffer(slice.size), sha256: `${'A'.repeat(43)}=` }),
			hash: () => Promise.resolve(`${'A'.repeat(43)}=`),
		},
		clock: { now: () => performance.now(), sleep: () => Promise.resolve() },
		connection: { online: true, whenOnline: () => Promise.resolve() },
		semaphores,
		kept: new ByteBudget(1_000_000),
	};
	const ensureFolders: EnsureFolders = (_parentId, paths) =>
		Promise.resolve(
			paths.map((path) => {
				if (path.some((name) => made.filesThere.has(name))) {
					return { outcome: 'refused', code: 'name_conflict' };
				}
				made.folders.add(path.join('/'));
				return { outcome: 'ready', folderId: id(6) };
			}),
		);
	const listUnfinished = (cursor = '0') => {
		const [from, to] = [Number(cursor), Number(cursor) + 2];
		const nextCursor = to < made.unfinished.length ? String(to) : null;
		return Promise.resolve({ uploads: made.unfinished.slice(from, to), nextCursor });
	};
	const queue = new UploadQueue({ uploads, ensureFolders, store, listUnfinished });
	return Object.assign(made, { queue });
}

export const target = { folderId: id(1), folderName: 'Holiday' };
export const files = (...names: string[]) =>
	selectionOfFiles(names.map((name) => new File(['content'], name, { lastModified: 1 })));
export const ended = (batch: UploadBatch) =>
	vi.waitFor(() => expect(batch.ended).toBe(true), { timeout: 5000 });
export const kinds = (batch: UploadBatch) => batch.tasks.map(({ state }) => state.kind);

/** Of the test that runs. */
export let server = new FakeServer();
/** For each test a vault that knows nothing. */
export function renewServer(): void {
	server = new FakeServer();
}
