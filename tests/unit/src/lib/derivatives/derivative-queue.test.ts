import type { File as StoredFile } from '#contract/entries';
import { DerivativeQueue, type DerivativePorts } from '$lib/derivatives/derivative-queue';
import type { Drawn } from '$lib/derivatives/drawing.worker';
import { expect, it, vi } from 'vitest';
import { storedFile } from '../uploads/fake-upload-ports';

const picture: StoredFile = { ...storedFile(1000), contentType: 'image/jpeg' };
const drawn = (kind: Drawn['kind']): Drawn => {
	return {
		kind,
		bytes: new ArrayBuffer(8),
		sha256: `${'A'.repeat(43)}=`,
		contentType: 'image/webp',
	};
};

function bench(over: Partial<DerivativePorts> = {}) {
	const log: string[] = [];
	const made: StoredFile[] = [];
	const ports: DerivativePorts = {
		drawer: { draw: () => Promise.resolve([drawn('thumb'), drawn('preview')]) },
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
		post: ({ url }) => {
			log.push(`post ${url}`);
			return Promise.resolve();
		},
		...over,
	};
	return { queue: new DerivativeQueue(ports, (file) => made.push(file)), log, made };
}

it('draws, signs, posts and records, then tells what the file has', async () => {
	const { queue, log, made } = bench();

	await queue.add(picture, new Blob(['x']));

	expect(log.filter((line) => line.endsWith('thumb'))).toEqual([
		'sign thumb',
		'post thumb',
		'record thumb',
	]);
	expect(made).toEqual([{ ...picture, hasThumb: true, hasPreview: true }]);
});

it('leaves other files alone', async () => {
	const { queue, log, made } = bench();

	await queue.add({ ...picture, contentType: 'text/plain' }, new Blob(['x']));

	expect([log, made]).toEqual([[], []]);
});

it('keeps the thumbnail where the preview cannot be sent', async () => {
	const { queue, made } = bench({
		post: ({ url }) => (url === 'preview' ? Promise.reject(new Error('no')) : Promise.resolve()),
	});

	await queue.add(picture, new Blob(['x']));

	expect(made).toEqual([{ ...picture, hasThumb: true }]);
});

it.each<[string, Partial<DerivativePorts>]>([
	['nothing can be drawn', { drawer: { draw: () => Promise.resolve([]) } }],
	['drawing fails', { drawer: { draw: () => Promise.reject(new Error('no')) } }],
	['S3 takes nothing', { post: () => Promise.reject(new Error('no')) }],
])('leaves the file and the queue as they are where %s', async (_what, over) => {
	const { queue, made } = bench(over);

	await expect(queue.add(picture, new Blob(['x']))).resolves.toBeUndefined();

	expect(made).toEqual([]);
});

it('draws one picture at a time', async () => {
	let drawing = 0;
	let most = 0;
	const { queue } = bench({
		drawer: {
			draw: async () => {
				most = Math.max(most, (drawing += 1));
				await Promise.resolve();
				drawing -= 1;
				return [];
			},
		},
	});

	await Promise.all(Array.from({ length: 20 }, () => queue.add(picture, new Blob(['x']))));

	expect(most).toBe(1);
});

it('draws nothing more once the person has left', async () => {
	const draw = vi.fn(() => new Promise<never>(() => undefined));
	const { queue, made } = bench({ drawer: { draw } });
	void queue.add(picture, new Blob(['x']));
	const second = queue.add(picture, new Blob(['x']));
	await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(1));

	queue.close();
	await second;

	expect(draw).toHaveBeenCalledTimes(1);
	expect(made).toEqual([]);
});
