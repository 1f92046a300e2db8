import type { File as StoredFile } from '#contract/entries';
import {
	DerivativeQueue,
	type DerivativePorts,
	type UploadLoad,
} from '$lib/derivatives/derivative-queue';
import type { Drawn } from '$lib/derivatives/drawing.worker';
import type { Drawer } from '$lib/derivatives/picture-drawer';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { storedFile } from '../uploads/fake-upload-ports';

const picture: StoredFile = { ...storedFile(1000), contentType: 'image/jpeg' };
const numbered = (n: number): StoredFile => {
	return { ...picture, id: `entry-${String(n)}`, versionId: `version-${String(n)}` };
};
const drawn = (kind: Drawn['kind']): Drawn => {
	return {
		kind,
		bytes: new ArrayBuffer(8),
		sha256: `${'A'.repeat(43)}=`,
		contentType: 'image/webp',
	};
};

const drawerOf = (draw: Drawer['draw'], capacity = 1): Drawer => ({ capacity, draw });

/** Draws a file when the test says so. */
class SlowDrawer implements Drawer {
	readonly capacity: number;
	readonly started: string[] = [];
	readonly #ends: ((drawn: readonly Drawn[]) => void)[] = [];

	constructor(capacity = 1) {
		this.capacity = capacity;
	}

	draw: Drawer['draw'] = (_source, file) => {
		this.started.push((file as StoredFile).versionId);
		return new Promise((resolve) => this.#ends.push(resolve));
	};

	async finishOne(): Promise<void> {
		const count = this.started.length;
		this.#ends.shift()?.([drawn('thumb')]);
		await vi.waitFor(() => expect(this.started.length).toBeGreaterThan(count));
	}
}

function bench(over: Partial<DerivativePorts> = {}) {
	const log: string[] = [];
	const made: string[] = [];
	const saw: string[] = [];
	const undrawable = new Set<string>();
	const ports: DerivativePorts = {
		drawer: drawerOf(() => Promise.resolve([drawn('thumb'), drawn('preview')])),
		api: {
			sign: (_versionId, { kind }) => {
				log.push(`sign ${kind}`);
				return Promise.resolve({ url: kind, fields: {} });
			},
			record: (_versionId, kind) => {
				log.push(`record ${kind}`);
				return Promise.resolve(true);
			},
		},
		originals: {
			of: ({ versionId }) => {
				log.push(`read ${versionId}`);
				return Promise.resolve(new Blob(['x']));
			},
		},
		undrawable,
		saw: ({ versionId }) => saw.push(versionId),
		glanced: ({ versionId }) => {
			log.push(`glanced at ${versionId}`);
			return () => log.push(`left ${versionId}`);
		},
		exclusively: async (_name, task) => task(),
		post: ({ url }) => {
			log.push(`post ${url}`);
			return Promise.resolve();
		},
		...over,
	};
	const queue = new DerivativeQueue(ports);
	const settled = vi.fn();
	queue.listen({
		made: ({ versionId }, kinds) => made.push(`${versionId}: ${kinds.join(' ')}`),
		settled,
	});
	return { queue, log, made, saw, undrawable, settled };
}

const both = `${picture.versionId}: thumb preview`;

describe('a file with a thumbnail', () => {
	it('is asked what it says of itself while it is on the screen, and not drawn', () => {
		const { queue, log } = bench();

		const leave = queue.see({ ...picture, hasThumb: true });
		leave();

		expect(log).toEqual([`glanced at ${picture.versionId}`, `left ${picture.versionId}`]);
	});
});

describe('a file that was uploaded here', () => {
	it('is drawn, signed, posted and recorded, then told of', async () => {
		const { queue, log, made, saw, settled } = bench();

		await expect(queue.add(picture, new Blob(['x']))).resolves.toBe(true);

		expect(log.filter((line) => line.endsWith('thumb'))).toEqual([
			'sign thumb',
			'post thumb',
			'record thumb',
		]);
		expect(log.filter((line) => line.startsWith('read'))).toEqual([]);
		expect(made).toEqual([both]);
		expect(saw).toEqual([picture.versionId]);
		expect(settled).toHaveBeenCalledTimes(1);
	});

	it('is left alone where it is no picture', async () => {
		const { queue, log, made } = bench();

		await queue.add({ ...picture, contentType: 'application/zip' }, new Blob(['x']));

		expect([log, made]).toEqual([[], []]);
	});

	it('keeps its thumbnail where the preview cannot be sent', async () => {
		const { queue, made } = bench({
			post: ({ url }) => (url === 'preview' ? Promise.reject(new Error('no')) : Promise.resolve()),
		});

		await expect(queue.add(picture, new Blob(['x']))).resolves.toBe(true);

		expect(made).toEqual([`${picture.versionId}: thumb`]);
	});

	it.each<[string, Partial<DerivativePorts>]>([
		['nothing can be drawn', { drawer: drawerOf(() => Promise.resolve([])) }],
		['drawing fails', { drawer: drawerOf(() => Promise.reject(new Error('no'))) }],
		['S3 takes nothing', { post: () => Promise.reject(new Error('no')) }],
		['another tab draws it', { exclusively: () => Promise.resolve(undefined) }],
	])('is left as it is where %s', async (_what, over) => {
		const { queue, made, settled } = bench(over);

		await expect(queue.add(picture, new Blob(['x']))).resolves.toBe(false);

		expect(made).toEqual([]);
		expect(settled).not.toHaveBeenCalled();
	});

	it('waits while as many are drawn as there are workers', async () => {
		const drawer = new SlowDrawer(2);
		const { queue } = bench({ drawer });

		for (const n of [1, 2, 3, 4]) void queue.add(numbered(n), new Blob(['x']));
		await vi.waitFor(() => expect(drawer.started).toHaveLength(2));
		await drawer.finishOne();

		expect(drawer.started).toEqual(['version-1', 'version-2', 'version-3']);
	});

	it('gives way while the browser is busy, unless it is on the screen, and comes by itself afterwards', async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const { queue, made } = bench();
		let load: UploadLoad = 'all';
		queue.giveWay(() => load);

		void queue.add(numbered(1), new Blob(['x']));
		void queue.add(numbered(2), new Blob(['x']));
		queue.see(numbered(2));
		await vi.advanceTimersByTimeAsync(10_000);
		expect(made.map((line) => line.split(':')[0])).toEqual(['version-2']);

		load = 'none';
		await vi.advanceTimersByTimeAsync(1000);
		expect(made.map((line) => line.split(':')[0])).toEqual(['version-2', 'version-1']);
	});

	it('comes alone while the browser is busy, even where more are on the screen, and beside others afterwards', async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const drawer = new SlowDrawer(2);
		const { queue } = bench({ drawer });
		let load: UploadLoad = 'all';
		queue.giveWay(() => load);

		for (const n of [1, 2, 3]) queue.see(numbered(n));
		await vi.advanceTimersByTimeAsync(10_000);
		expect(drawer.started).toEqual(['version-1']);

		load = 'none';
		await vi.advanceTimersByTimeAsync(1000);
		expect(drawer.started).toEqual(['version-1', 'version-2']);
	});

	it.each<[UploadLoad, number]>([
		['line', 2],
		['none', 6],
	])(
		'sends its pictures beside an upload that takes %s over %i connections',
		async (load, most) => {
			let sending = 0;
			let peak = 0;
			const { queue } = bench({
				post: async () => {
					peak = Math.max(peak, (sending += 1));
					await new Promise((resolve) => setTimeout(resolve));
					sending -= 1;
				},
			});
			queue.giveWay(() => load);

			await Promise.all(
				Array.from({ length: 10 }, (_, n) => queue.add(numbered(n), new Blob(['x']))),
			);

			expect(peak).toBe(most);
		},
	);

	it('waits behind one that is on the screen', async () => {
		const drawer = new SlowDrawer();
		const { queue, log } = bench({ drawer });
		for (const n of [1, 2, 3]) void queue.add(numbered(n), new Blob(['x']));
		await vi.waitFor(() => expect(drawer.started).toHaveLength(1));

		queue.see(numbered(3));
		await drawer.finishOne();

		expect(drawer.started).toEqual(['version-1', 'version-3']);
		expect(log.filter((line) => line.startsWith('read'))).toEqual([]);
	});

	it('is not drawn any more once the person has left', async () => {
		const drawer = new SlowDrawer();
		const { queue, made } = bench({ drawer });
		void queue.add(numbered(1), new Blob(['x']));
		const second = queue.add(numbered(2), new Blob(['x']));
		await vi.waitFor(() => expect(drawer.started).toHaveLength(1));

		queue.close();

		await expect(second).resolves.toBe(false);
		expect(drawer.started).toHaveLength(1);
		expect(made).toEqual([]);
	});
});

describe('a file that is on its way here', () => {
	const sources = Array.from({ length: 102 }, (_, n) => new Blob([String(n)]));
	const source = (n: number) => sources[n] ?? new Blob();

	it('is drawn meanwhile, and its pictures are sent when it is stored', async () => {
		const draw = vi.fn(() => Promise.resolve([drawn('thumb'), drawn('preview')]));
		const { queue, log, made } = bench({ drawer: drawerOf(draw) });
		queue.giveWay(() => 'line');

		queue.expect(picture, source(1));
		queue.expect(picture, source(1));
		await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(1));
		expect(log).toEqual([]);
		await expect(queue.add(picture, source(1))).resolves.toBe(true);

		expect(draw).toHaveBeenCalledTimes(1);
		expect(made).toEqual([both]);
	});

	it('waits behind those that are stored', async () => {
		const drawer = new SlowDrawer();
		const { queue } = bench({ drawer });
		queue.giveWay(() => 'line');

		queue.expect(numbered(1), source(1));
		queue.expect(numbered(2), source(2));
		void queue.add(numbered(3), source(3));
		await drawer.finishOne();
		await drawer.finishOne();

		expect(drawer.started).toEqual(['version-1', 'version-3', 'version-2']);
	});

	it('is drawn when it is stored where it was given up meanwhile', async () => {
		const draw = vi.fn(() => Promise.resolve([drawn('thumb')]));
		const { queue } = bench({ drawer: drawerOf(draw) });
		queue.giveWay(() => 'line');

		queue.expect(picture, source(1));
		queue.forget(source(1));
		await queue.add(picture, source(1));

		expect(draw).toHaveBeenCalledTimes(2);
	});

	it('is not drawn beside an upload that takes the processor, until there is time', async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const draw = vi.fn(() => Promise.resolve([drawn('thumb')]));
		const { queue } = bench({ drawer: drawerOf(draw) });
		let load: UploadLoad = 'all';
		queue.giveWay(() => load);

		queue.expect(picture, source(1));
		await vi.advanceTimersByTimeAsync(10_000);
		expect(draw).not.toHaveBeenCalled();

		load = 'line';
		await vi.advanceTimersByTimeAsync(1000);
		expect(draw).toHaveBeenCalledTimes(1);
	});

	it('waits where a hundred are drawn that are not stored', async () => {
		const draw = vi.fn(() => Promise.resolve([drawn('thumb')]));
		const { queue } = bench({ drawer: drawerOf(draw) });
		queue.giveWay(() => 'line');

		for (const [n, each] of sources.entries()) queue.expect(numbered(n), each);
		await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(100));
		await queue.add(numbered(0), source(0));

		await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(101));
	});
});

describe('a file that is seen without a thumbnail', () => {
	it('is drawn from its original, once for all its places', async () => {
		const { queue, log, made } = bench();

		queue.see(picture);
		queue.see(picture);
		await vi.waitFor(() => expect(made).toEqual([both]));

		expect(log.filter((line) => line.startsWith('read'))).toEqual([`read ${picture.versionId}`]);
	});

	it.each<[string, Partial<StoredFile>]>([
		['is archived', { storageClass: 'DEEP_ARCHIVE' }],
		['has lost its bytes', { missingSince: '2026-01-01T00:00:00.000Z' }],
		['is too large to be fetched for it', { sizeBytes: 60_000_000 }],
		['is no picture', { contentType: 'application/zip' }],
		['is empty', { sizeBytes: 0 }],
	])('is not read where it %s', async (_what, over) => {
		const { queue, log } = bench();

		queue.see({ ...picture, ...over });
		await Promise.resolve();

		expect(log).toEqual([]);
	});

	it('is read however long it is where it is a film: a player reads ranges', async () => {
		const { queue, made } = bench();

		queue.see({ ...picture, contentType: 'video/mp4', sizeBytes: 5e9 });

		await vi.waitFor(() => expect(made).toHaveLength(1));
	});

	it('is not read when it has left the screen before its turn', async () => {
		const drawer = new SlowDrawer();
		const { queue, log } = bench({ drawer });
		queue.see(numbered(1));
		const leave = queue.see(numbered(2));
		queue.see(numbered(3));
		await vi.waitFor(() => expect(drawer.started).toHaveLength(1));

		leave();
		leave();
		await drawer.finishOne();

		expect(log.filter((line) => line.startsWith('read'))).toEqual([
			'read version-1',
			'read version-3',
		]);
	});

	it('is not tried again where nothing can be drawn from it', async () => {
		const draw = vi.fn(() => Promise.resolve([]));
		const { queue, undrawable } = bench({ drawer: drawerOf(draw) });

		queue.see(picture);
		await vi.waitFor(() => expect(queue.idle).toBe(true));
		queue.see(picture);
		await Promise.resolve();

		expect(undrawable).toEqual(new Set([picture.versionId]));
		expect(draw).toHaveBeenCalledTimes(1);
	});

	it('is tried again where its original could not be read, or another tab was drawing it', async () => {
		const of = vi.fn(() => Promise.reject(new Error('offline')));
		const { queue, undrawable } = bench({ originals: { of } });

		queue.see(picture);
		await vi.waitFor(() => {
			queue.see(picture);
			expect(of.mock.calls.length).toBeGreaterThan(1);
		});

		expect(undrawable.size).toBe(0);
	});

	it('is not drawn again before the next visit where the vault does not take its picture', async () => {
		const draw = vi.fn(() => Promise.resolve([drawn('thumb')]));
		const sign = vi.fn(() => Promise.resolve(undefined));
		const { queue, undrawable } = bench({
			drawer: drawerOf(draw),
			api: { sign, record: () => Promise.resolve(false) },
		});

		queue.see(picture);
		await vi.waitFor(() => expect(sign).toHaveBeenCalledTimes(1));
		await vi.waitFor(() => expect(queue.idle).toBe(true));
		queue.see(picture);

		expect(draw).toHaveBeenCalledTimes(1);
		expect(undrawable.size).toBe(0);
	});
});
