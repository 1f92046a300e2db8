import type { Call } from '$lib/api/call';
import { Semaphore } from '$lib/concurrency/semaphore';
import { ApiError } from '$lib/errors/api-error';
import { receipt } from '$lib/uploads/batch/receipt';
import type { UploadBatch } from '$lib/uploads/batch/upload-batch.svelte';
import type { EnsureFolders } from '$lib/uploads/queue/folder-maker';
import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import type { UnfinishedUpload } from '$lib/uploads/resume/elsewhere.svelte';
import type { KeptBatch, KeptTask, ResumeStore } from '$lib/uploads/resume/resume-store';
import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { ByteBudget } from '$lib/uploads/transfer/byte-budget';
import type { Failure } from '$lib/uploads/transfer/failure';
import type { Semaphores, UploadPorts } from '$lib/uploads/transfer/ports';
import { TransferError } from '$lib/uploads/transfer/transfer-error';
import { VaultApi } from '$lib/uploads/transfer/vault-api';
import * as v from 'valibot';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { id, storedFile } from '../fake-upload-ports';

/** The fields that this suite's requests have, each where its endpoint has it. */
interface UploadRequest {
	readonly batch: { readonly id: string; readonly fileCount: number };
	readonly files: readonly { ref: string; name: string; onConflict: string; sizeBytes: number }[];
	readonly uploads: readonly { uploadId: string }[];
	readonly uploadIds: readonly string[];
}

/** A vault that takes everything, but for names that are `taken`; writes down each call. */
class FakeServer {
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
class FakeStore implements ResumeStore {
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

interface Bench {
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

function bench(store = new FakeStore()): Bench {
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
			read: (slice) =>
				Promise.resolve({ bytes: new ArrayBuffer(slice.size), sha256: `${'A'.repeat(43)}=` }),
			readBlob: (slice) => Promise.resolve({ bytes: slice, sha256: `${'A'.repeat(43)}=` }),
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

const target = { folderId: id(1), folderName: 'Holiday' };
const files = (...names: string[]) =>
	selectionOfFiles(names.map((name) => new File(['content'], name, { lastModified: 1 })));
const ended = (batch: UploadBatch) =>
	vi.waitFor(() => expect(batch.ended).toBe(true), { timeout: 5000 });
const kinds = (batch: UploadBatch) => batch.tasks.map(({ state }) => state.kind);

let server: FakeServer;
beforeEach(() => {
	server = new FakeServer();
});

describe('many files', () => {
	it('asks the vault at most 20 times about 1,000 small ones, and posts each once', async () => {
		const { queue, posts } = bench();
		const names = Array.from({ length: 1000 }, (_, index) => `${String(index)}.txt`);

		const batch = queue.add(files(...names), target);
		await ended(batch);

		expect(batch.count('stored')).toBe(1000);
		expect(new Set(posts).size).toBe(1000);
		expect(posts).toHaveLength(1000);
		expect(server.calls.length).toBeLessThanOrEqual(20);
		const begins = server.calls.filter(({ name }) => name === 'beginUploads');
		expect(Math.max(...begins.map(({ request }) => request.files.length))).toBeLessThanOrEqual(500);
	});

	it('sends twelve at a time at most', async () => {
		const test = bench();
		let flying = 0;
		let most = 0;
		test.hold = async () => {
			most = Math.max(most, (flying += 1));
			await new Promise((resolve) => setTimeout(resolve));
			flying -= 1;
		};

		await ended(test.queue.add(files(...Array.from({ length: 60 }, () => 'image.jpg')), target));

		expect(most).toBe(12);
	});

	it('takes sixty files of one name in one go without a question', async () => {
		const { queue } = bench();

		const batch = queue.add(files(...Array.from({ length: 60 }, () => 'image.jpg')), target);
		await ended(batch);

		expect(receipt(batch)).toBe('60 files stored');
	});
});

describe('receipts', () => {
	it('are there for every chosen file, whatever became of it', async () => {
		const { queue } = bench();
		server.refused.add('big.bin');

		const batch = queue.add(files('a.txt', 'big.bin', '..', 'b.txt'), target);
		await ended(batch);

		expect(kinds(batch)).toEqual(['stored', 'failed', 'failed', 'stored']);
		expect(receipt(batch)).toBe('2 files stored, 2 failed');
		expect(batch.fraction).toBe(1);
		expect(server.calls[0]?.request.batch.fileCount).toBe(3);
	});

	it('turn to stored when what failed is retried, and what is stored stays so', async () => {
		const { queue, posts } = bench();
		server.refused.add('b.txt');
		const batch = queue.add(files('a.txt', 'b.txt'), target);
		await ended(batch);

		server.refused.clear();
		queue.retry(batch.tasks);
		await ended(batch);

		expect(receipt(batch)).toBe('2 files stored');
		expect(posts).toEqual(['a.txt', 'b.txt']);
	});

	it('survive a reload, for their owner alone', async () => {
		const store = new FakeStore();
		const first = bench(store);
		await first.queue.open('me');
		server.refused.add('b.txt');
		await ended(first.queue.add(files('a.txt', 'b.txt'), target));
		await vi.waitFor(() => expect([...store.tasks.values()][0]?.get(1)?.end?.kind).toBe('failed'));

		const second = bench(store);
		await second.queue.open('me');
		const stranger = bench(store);
		await stranger.queue.open('another owner');

		expect(second.queue.batches.map(receipt)).toEqual(['1 file stored, 1 failed']);
		expect(stranger.queue.batches).toEqual([]);
	});

	it('are gone for good once they are put away', async () => {
		const { queue, store } = bench();
		await queue.open('me');
		const batch = queue.add(files('a.txt'), target);
		await ended(batch);

		queue.dismiss(batch);

		await vi.waitFor(() => expect(store.batches.size).toBe(0));
		expect(queue.batches).toEqual([]);
	});

	it('are given where the browser keeps nothing, too', async () => {
		const { queue, store } = bench();
		store.denied = true;
		await queue.open('me');

		const batch = queue.add(files('a.txt'), target);
		await ended(batch);

		expect(receipt(batch)).toBe('1 file stored');
	});
});

describe('after a reload', () => {
	const content = 'content';
	async function interrupted(store: FakeStore): Promise<Bench> {
		const before = bench(store);
		before.hold = () => new Promise(() => undefined);
		await before.queue.open('me');
		before.queue.add(files('a.txt', 'b.txt'), target);
		await vi.waitFor(() => expect(before.posts).toHaveLength(2));
		await vi.waitFor(() => expect([...store.tasks.values()][0]?.get(1)?.uploadId).toBeDefined());
		server.answer = function (this: FakeServer, name: string, request: UploadRequest) {
			if (name !== 'completeUploads') return FakeServer.prototype.answer.call(this, name, request);
			return {
				files: request.uploads.map(({ uploadId }) => {
					return { uploadId, outcome: 'failed', code: 'not_uploaded' };
				}),
			};
		};
		const after = bench(store);
		await after.queue.open('me');
		server.answer = FakeServer.prototype.answer.bind(server);
		return after;
	}

	it('goes on when the same files are chosen again, as the same uploads', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');
		expect(kinds(batch)).toEqual(['file-needed', 'file-needed']);

		const again = [...files('b.txt', 'a.txt').files];
		const found = queue.chooseAgain(batch, again);
		await ended(batch);

		expect(found).toBe(2);
		expect(receipt(batch)).toBe('2 files stored');
		const refs = server.calls
			.filter(({ name }) => name === 'beginUploads')
			.flatMap(({ request }) => request.files.map(({ ref }) => ref));
		expect(new Set(refs).size).toBe(2);
	});

	it('takes a file that was saved again since, as another upload, and none of another size', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');
		const [before] = batch.tasks.map(({ ref }) => ref);

		const changed = new File([content], 'a.txt', { lastModified: 2 });
		const longer = new File([`${content}!`], 'b.txt', { lastModified: 1 });
		const found = queue.chooseAgain(batch, [
			{ file: changed, folders: [] },
			{ file: longer, folders: [] },
		]);

		expect(found).toBe(1);
		await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored', 'file-needed']));
		expect(batch.tasks[0]?.ref).not.toBe(before);
		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
	});

	async function reloadedWith(failure: Failure): Promise<Bench> {
		const store = new FakeStore();
		const before = bench(store);
		await before.queue.open('me');
		server.refused.add('a.txt');
		await ended(before.queue.add(files('a.txt'), target));
		const kept = () => [...store.tasks.values()][0];
		await vi.waitFor(() => expect(kept()?.get(0)?.end?.kind).toBe('failed'));
		for (const [order, task] of kept() ?? []) {
			kept()?.set(order, { ...task, end: { kind: 'failed', failure } });
		}
		before.queue.close();
		server = new FakeServer();
		const after = bench(store);
		await after.queue.open('me');
		return after;
	}

	it('asks for the file of a failure that is retried: no empty one is sent in its place', async () => {
		const { queue, posts } = await reloadedWith({ code: 'quota_exceeded' });
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');

		queue.retry(batch.failed);

		await vi.waitFor(() => expect(kinds(batch)).toEqual(['file-needed']));
		expect(server.count('beginUploads')).toBe(0);
		queue.chooseAgain(batch, files('a.txt').files);
		await ended(batch);
		expect(posts).toEqual(['a.txt']);
		expect(receipt(batch)).toBe('1 file stored');
	});

	it('leaves a failure from before as it is when the network is back: its file is not at hand', async () => {
		const { queue } = await reloadedWith({ code: 'offline' });
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');

		window.dispatchEvent(new Event('online'));
		await new Promise((resolve) => setTimeout(resolve));

		expect(kinds(batch)).toEqual(['failed']);
		expect(server.count('beginUploads')).toBe(0);
	});

	it('gives back the room of what is given up', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');

		queue.dismiss(batch);

		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
		expect(server.calls.at(-1)?.request.uploadIds).toHaveLength(2);
	});
});

describe('names that are taken', () => {
	it('are asked about once, while the other files go on', async () => {
		const { queue } = bench();
		server.taken.add('a.txt').add('b.txt');

		const batch = queue.add(files('a.txt', 'b.txt', 'c.txt'), target);
		await vi.waitFor(() => expect(batch.movingCount).toBe(0));

		expect(kinds(batch)).toEqual(['conflict', 'conflict', 'stored']);
		expect(batch.ended).toBe(false);
	});

	it('may each have their own answer, and none cancels another', async () => {
		const { queue } = bench();
		for (const name of ['a.txt', 'b.txt', 'c.txt']) server.taken.add(name);
		const batch = queue.add(files('a.txt', 'b.txt', 'c.txt'), target);
		await vi.waitFor(() => expect(batch.conflicts).toHaveLength(3));
		const [a, b, c] = batch.tasks;
		if (!a || !b || !c) throw new Error('three files were chosen');

		queue.answer([a], 'keep-both');
		queue.answer([b], 'new-version');
		queue.answer([c], 'skip');
		await ended(batch);

		expect(kinds(batch)).toEqual(['stored', 'stored', 'skipped']);
		expect(server.begunWith('a.txt')).toEqual(['ask', 'keep-both']);
		expect(server.begunWith('b.txt')).toEqual(['ask', 'new-version']);
		expect(receipt(batch)).toBe('2 files stored, 1 skipped');
	});

	it('need no second question once there is an answer for all', async () => {
		const { queue } = bench();
		const names = Array.from({ length: 100 }, (_, index) => `${String(index)}.txt`);
		for (const name of names) server.taken.add(name);
		const batch = queue.add(files(...names), target);
		await vi.waitFor(() => expect(batch.conflicts.length).toBeGreaterThan(0));

		queue.answerAll(batch, 'keep-both');
		await ended(batch);

		expect(batch.count('stored')).toBe(100);
	});

	it('of folders cannot become versions: the file stays beside the folder', async () => {
		const { queue } = bench();
		server.taken.add('a.txt');
		const begin = server.answer.bind(server);
		server.answer = (name, request) => {
			const answer = begin(name, request) as { files?: { outcome: string }[] };
			const kinded = answer.files?.map((file) =>
				file.outcome === 'conflict' ? { ...file, kind: 'folder', sizeBytes: null } : file,
			);
			return kinded === undefined ? answer : { files: kinded };
		};
		const batch = queue.add(files('a.txt'), target);
		await vi.waitFor(() => expect(batch.conflicts).toHaveLength(1));

		queue.answerAll(batch, 'new-version');
		await ended(batch);

		expect(server.begunWith('a.txt')).toEqual(['ask', 'keep-both']);
	});
});

describe('cancelling', () => {
	it('stops what is under way, gives its room back and leaves the others alone', async () => {
		const test = bench();
		test.hold = (url, signal) =>
			url === 'a.txt'
				? new Promise((_, reject) => {
						signal.addEventListener('abort', () => reject(signal.reason as Error));
					})
				: Promise.resolve();
		const batch = test.queue.add(files('a.txt', 'b.txt'), target);
		await vi.waitFor(() => expect(batch.count('stored', 'sending')).toBe(2));
		const [first] = batch.tasks;
		if (!first) throw new Error('two files were chosen');

		test.queue.cancel([first]);
		await ended(batch);

		expect(kinds(batch)).toEqual(['cancelled', 'stored']);
		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
		expect(server.calls.at(-1)?.request.uploadIds).toEqual([first.uploadId]);
	});

	it('of a whole batch sends nothing more and needs one call', async () => {
		const test = bench();
		test.hold = (_url, signal) =>
			new Promise((_, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
		const names = Array.from({ length: 200 }, (_, index) => `${String(index)}.txt`);
		const batch = test.queue.add(files(...names), target);
		await vi.waitFor(() => expect(test.posts).toHaveLength(12));

		test.queue.cancel(batch.unfinished);

		expect(batch.count('cancelled')).toBe(200);
		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
		expect(test.posts).toHaveLength(12);
	});
});

it('goes on by itself with what could not be reached, once the line is back', async () => {
	const test = bench();
	await test.queue.open('me');
	test.hold = () => Promise.reject(new TransferError(0));
	const batch = test.queue.add(files('a.txt'), target);
	await ended(batch);
	expect(kinds(batch)).toEqual(['failed']);

	test.hold = undefined;
	window.dispatchEvent(new Event('online'));
	await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored']));
});

it('keeps every file where the session has ended, to be retried after signing in', async () => {
	const { queue } = bench();
	server.fail(new ApiError('unauthenticated'));
	const batch = queue.add(files('a.txt', 'b.txt'), target);
	await ended(batch);
	expect(receipt(batch)).toBe('2 files failed');

	queue.retry(batch.tasks);
	await ended(batch);

	expect(receipt(batch)).toBe('2 files stored');
});

it('asks before the tab is closed while files are on their way, and only then', async () => {
	const test = bench();
	let release: () => void = () => undefined;
	test.hold = () => new Promise((resolve) => (release = resolve));
	const leaving = () => {
		const event = new Event('beforeunload', { cancelable: true });
		window.dispatchEvent(event);
		return event.defaultPrevented;
	};
	const batch = test.queue.add(files('a.txt'), target);
	await vi.waitFor(() => expect(test.posts).toHaveLength(1));
	expect(leaving()).toBe(true);

	release();
	await ended(batch);

	expect(leaving()).toBe(false);
});

it('tells its listeners of each file that is stored, with what it came from', async () => {
	const { queue } = bench();
	const heard: (string | undefined)[] = [];
	const stop = queue.listen({ stored: (_file, source) => heard.push(source && 'source') });

	await ended(queue.add(files('a.txt'), target));
	await vi.waitFor(() => expect(heard).toEqual(['source']));
	stop();
	await ended(queue.add(files('b.txt'), target));

	expect(heard).toHaveLength(1);
});

it('tells of folders it has made, empty ones too, and names those that cannot be', async () => {
	const { queue } = bench();
	const made: string[] = [];
	queue.listen({ foldersMade: (folderId) => made.push(folderId) });

	const batch = queue.add(
		{ files: [], emptyFolders: [['Day 1'], ['Day 2', '..']], unreadable: [] },
		target,
	);
	await vi.waitFor(() => expect(made).toEqual([target.folderId]));

	expect(batch.refusedFolders).toEqual([
		{ folders: ['Day 2', '..'], failure: { code: 'bad_name', reason: 'reserved' } },
	]);
});

describe('pausing', () => {
	it('holds what is on its way, keeps what was begun, and goes on as the same upload', async () => {
		const test = bench();
		test.hold = (_url, signal) =>
			new Promise((_resolve, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
		const batch = test.queue.add(files('a.txt', 'b.txt'), target);
		await vi.waitFor(() => expect(test.posts).toHaveLength(2));

		test.queue.pause(batch.tasks);

		expect(kinds(batch)).toEqual(['paused', 'paused']);
		expect(batch.movingCount).toBe(0);
		expect(batch.ended).toBe(false);
		expect(receipt(batch)).toBe('2 files paused');
		test.hold = undefined;
		test.queue.retry(batch.paused);
		await ended(batch);
		expect(receipt(batch)).toBe('2 files stored');
		expect(server.count('abortUploads')).toBe(0);
		const refs = server.calls
			.filter(({ name }) => name === 'beginUploads')
			.flatMap(({ request }) => request.files.map(({ ref }) => ref));
		expect(new Set(refs).size).toBe(2);
	});

	it('lets what has ended be, and what is cancelled while it is paused gives its room back', async () => {
		const test = bench();
		await ended(test.queue.add(files('a.txt'), target));
		test.hold = () => new Promise(() => undefined);
		const batch = test.queue.add(files('b.txt'), target);
		await vi.waitFor(() => expect(test.posts).toHaveLength(2));

		for (const { tasks } of test.queue.batches) test.queue.pause(tasks);
		expect(test.queue.batches.map(kinds)).toEqual([['stored'], ['paused']]);
		test.queue.cancel(batch.tasks);

		expect(kinds(batch)).toEqual(['cancelled']);
	});
});

describe('a folder whose name a file has', () => {
	const inFolder = (...paths: string[]) => ({
		files: paths.map((path) => {
			const folders = path.split('/');
			const name = folders.pop() ?? '';
			return { file: new File(['content'], name, { lastModified: 1 }), folders };
		}),
		emptyFolders: [],
		unreadable: [],
	});
	const asked = async () => {
		const test = bench();
		test.filesThere.add('Holiday');
		const chosen = inFolder('Holiday/a.txt', 'Holiday/Day 1/b.txt', 'c.txt');
		const batch = test.queue.add(chosen, target);
		await vi.waitFor(() => expect(kinds(batch)).toEqual(['conflict', 'conflict', 'stored']));
		return { ...test, batch };
	};

	it('asks for each of its files by the folder, while the others go on', async () => {
		const { batch } = await asked();

		expect(batch.conflicts.map(({ state }) => state)).toEqual(
			[0, 1].map(() => ({
				kind: 'conflict',
				conflict: { kind: 'file-for-folder', folders: ['Holiday'], name: 'Holiday' },
			})),
		);
	});

	it('goes beside the file with a number, and with the next one where a file has that too', async () => {
		const { queue, batch, filesThere, folders } = await asked();
		filesThere.add('Holiday (1)');

		queue.answer(batch.conflicts, 'keep-both');
		await vi.waitFor(() => expect(batch.conflicts).toHaveLength(2));
		queue.answer(batch.conflicts, 'new-version');
		await ended(batch);

		expect(receipt(batch)).toBe('3 files stored');
		expect([...folders]).toEqual(['Holiday (2)', 'Holiday (2)/Day 1']);
	});

	it('is one folder where the answer for all came before its files asked', async () => {
		const test = bench();
		test.filesThere.add('Holiday');
		const chosen = inFolder('Holiday/a.txt', 'Holiday/b.txt', 'Holiday/c.txt');
		const batch = test.queue.add({ ...chosen, emptyFolders: [['Holiday', 'empty']] }, target);
		test.queue.answerAll(batch, 'keep-both');

		await ended(batch);
		await vi.waitFor(() => expect(test.folders.size).toBe(2));

		expect([...test.folders].toSorted()).toEqual(['Holiday (1)', 'Holiday (1)/empty']);
		expect(batch.waitingFolders).toEqual([]);
	});

	it('asks for an empty one too, with those in it, and makes them beside the file', async () => {
		const test = bench();
		test.filesThere.add('Holiday');
		const emptyFolders = [['Holiday'], ['Holiday', 'Day 1'], ['Other']];
		const batch = test.queue.add({ files: [], emptyFolders, unreadable: [] }, target);
		await vi.waitFor(() => expect(batch.waitingFolders).toHaveLength(2));
		expect(batch.refusedFolders).toEqual([]);
		expect(receipt(batch)).toBe('2 folders with a name that is taken');
		expect(test.queue.totals.conflictCount).toBe(2);

		test.queue.answerFolder(batch, ['Holiday'], 'keep-both');

		await vi.waitFor(() =>
			expect([...test.folders]).toEqual(['Other', 'Holiday (1)', 'Holiday (1)/Day 1']),
		);
		expect(receipt(batch)).toBe('Folders added');
	});

	it('is left out while it is empty where the person says so, for good', async () => {
		const test = bench();
		await test.queue.open('me');
		test.filesThere.add('Holiday');
		const batch = test.queue.add(
			{ files: [], emptyFolders: [['Holiday']], unreadable: [] },
			target,
		);
		const kept = () => test.store.batches.get(batch.head.id)?.refusedFolders;
		await vi.waitFor(() =>
			expect(kept()).toEqual([{ folders: ['Holiday'], failure: { code: 'name_conflict' } }]),
		);

		test.queue.answerAll(batch, 'skip');

		await vi.waitFor(() => expect(kept()).toEqual([]));
		expect(test.folders.size).toBe(0);
	});

	it('is left out where the person says so', async () => {
		const { queue, batch } = await asked();

		queue.answerAll(batch, 'skip');
		await ended(batch);

		expect(receipt(batch)).toBe('1 file stored, 2 skipped');
	});
});

describe('a file that cannot be read', () => {
	it('is opened as it is now where the browser knows where it is', async () => {
		const { queue } = bench();
		const batch = queue.add(files('a.txt'), target);
		await ended(batch);
		const [task] = batch.tasks;
		if (task === undefined) throw new Error('one file was chosen');
		task.fail({ code: 'file_unreadable' });
		const now = new File(['content'], 'a.txt', { lastModified: 5 });
		task.handle = { getFile: () => Promise.resolve(now) } as FileSystemFileHandle;

		expect(batch.filesToChoose).toEqual([task]);
		queue.retry([task]);

		await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored']));
		expect(task.file).toBe(now);
	});
});

describe('unfinished uploads of another device', () => {
	const old = new Date(Date.now() - 3_600_000).toISOString();
	const unfinished = (n: number, name: string, createdAt = old): UnfinishedUpload => {
		const ids = { uploadId: id(n), batchId: id(n + 100), ref: id(n + 200), parentId: id(1) };
		return { ...ids, name, sizeBytes: 7, createdAt, expiresAt: createdAt };
	};

	it('are shown, but for those of this device and those that began just now', async () => {
		const store = new FakeStore();
		const before = bench(store);
		await before.queue.open('me');
		const own = before.queue.add(files('own.txt'), target);
		await vi.waitFor(() => expect(store.batches.size).toBe(1));
		before.queue.close();

		const { queue, ...test } = bench(store);
		test.unfinished.push(
			{ ...unfinished(1, 'own.txt'), batchId: own.head.id },
			unfinished(2, 'now.txt', new Date().toISOString()),
			unfinished(3, 'other.txt'),
		);
		await queue.open('me');

		await vi.waitFor(() =>
			expect(queue.elsewhere.list.map(({ name }) => name)).toEqual(['other.txt']),
		);
		queue.close();
		expect(queue.elsewhere.list).toEqual([]);
	});

	it('go on here when their file is chosen, and are discarded when it is asked', async () => {
		const test = bench();
		test.unfinished.push(unfinished(1, 'a.txt'), unfinished(2, 'b.txt'));
		await test.queue.open('me');
		await vi.waitFor(() => expect(test.queue.elsewhere.list).toHaveLength(2));

		expect(test.queue.goOnElsewhere(files('a.txt', 'c.txt').files)).toBe(1);
		await vi.waitFor(() => expect(test.queue.batches.map(receipt)).toEqual(['1 file stored']));
		await test.queue.elsewhere.discardAll();

		expect(test.queue.elsewhere.list).toEqual([]);
		const given = server.calls
			.filter(({ name }) => name === 'abortUploads')
			.flatMap(({ request }) => request.uploadIds);
		expect(given.toSorted()).toEqual([id(1), id(2)]);
	});

	it('are read page by page, and the rest when those of the first look are gone', async () => {
		const test = bench();
		const count = 55;
		for (let n = 1; n <= count; n++) test.unfinished.push(unfinished(n, `${String(n)}.txt`));
		await test.queue.open('me');
		await vi.waitFor(() => expect(test.queue.elsewhere.list).toHaveLength(50));
		expect(test.queue.elsewhere.hasMore).toBe(true);
		server.answer = function (this: FakeServer, name: string, request: UploadRequest) {
			const given = request.uploadIds;
			test.unfinished = test.unfinished.filter(({ uploadId }) => !given.includes(uploadId));
			return FakeServer.prototype.answer.call(this, name, request);
		};

		await test.queue.elsewhere.discardAll();

		expect(test.unfinished).toEqual([]);
		expect(test.queue.elsewhere.hasMore).toBe(false);
	});
});
