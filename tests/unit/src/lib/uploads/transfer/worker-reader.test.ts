import { WorkerReader } from '$lib/uploads/transfer/worker-reader';
import { beforeEach, expect, it, vi } from 'vitest';

const { signal } = new AbortController();

/** What the worker finds in each file. */
let found: ArrayBuffer;

beforeEach(() => {
	found = new ArrayBuffer(3);
	vi.stubGlobal(
		'Worker',
		class {
			onmessage: ((event: { data: unknown }) => void) | undefined;
			postMessage({ id }: { id: number }) {
				const sizeBytes = found.byteLength;
				const data = { id, bytes: found, sizeBytes, sha256: 'its hash' };
				queueMicrotask(() => this.onmessage?.({ data }));
			}
		},
	);
	return () => vi.unstubAllGlobals();
});

it('reads a file without asking the disk for its size once more', async () => {
	const file = new Blob(['abc']);
	Object.defineProperty(file, 'size', {
		get: () => {
			throw new Error('the disk was asked');
		},
	});

	const read = await new WorkerReader().read(file, 3, signal);

	expect(read).toEqual({ bytes: found, sha256: 'its hash' });
});

it.each([2, 4])('says that a file of 3 bytes has changed where it has %d', async (size) => {
	found = new ArrayBuffer(size);

	await expect(new WorkerReader().read(new Blob(['abc']), 3, signal)).rejects.toMatchObject({
		why: 'changed',
	});
});
