import { saveStream, TooLargeToSave } from '$lib/vault/download/save-stream';
import { saveByWorker, savingWorker, WorkerSilent } from '$lib/vault/download/worker-save';
import { ReadableStream, WritableStream } from 'node:stream/web';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock(import('$lib/vault/download/worker-save'), async (original) => ({
	...(await original()),
	savingWorker: vi.fn(),
	saveByWorker: vi.fn(),
}));

const MB = 1_000_000;
let inMemory: string[];

beforeEach(() => {
	inMemory = [];
	vi.stubGlobal('ReadableStream', ReadableStream);
	vi.stubGlobal('URL', {
		createObjectURL: () => 'blob:a',
		revokeObjectURL: () => undefined,
	});
	vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
		this: HTMLAnchorElement,
	) {
		inMemory.push(this.download);
	});
	vi.mocked(savingWorker).mockResolvedValue(undefined);
	vi.mocked(saveByWorker).mockReset().mockResolvedValue(undefined);
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

function make(): globalThis.ReadableStream<Uint8Array> {
	return new ReadableStream<Uint8Array>({
		start: (controller) => controller.close(),
	}) as globalThis.ReadableStream<Uint8Array>;
}

function save(sizeBytes: number, withoutDialog = false): Promise<void> {
	const { signal } = new AbortController();
	return saveStream(make, 'a.zip', { sizeBytes, signal, withoutDialog, inPress: (run) => run() });
}

function withPicker() {
	const createWritable = () => Promise.resolve(new WritableStream());
	const picker = vi.fn(() => Promise.resolve({ createWritable }));
	vi.stubGlobal('showSaveFilePicker', picker);
	return picker;
}

const worker = {} as ServiceWorker;

it('puts a small one together in memory, whatever the browser can', async () => {
	vi.mocked(savingWorker).mockResolvedValue(worker);

	await save(5 * MB);

	expect(inMemory).toEqual(['a.zip']);
	expect(saveByWorker).not.toHaveBeenCalled();
});

it('leaves a larger one to the service worker where there is no dialog for saving', async () => {
	vi.mocked(savingWorker).mockResolvedValue(worker);

	await save(300 * MB);

	expect(saveByWorker).toHaveBeenCalledTimes(1);
	expect(inMemory).toEqual([]);
});

it('asks where to save it where the browser has a dialog, unless nothing may be asked', async () => {
	vi.mocked(savingWorker).mockResolvedValue(worker);
	const picker = withPicker();

	await save(300 * MB);
	expect(picker).toHaveBeenCalledWith({ suggestedName: 'a.zip' });
	expect(saveByWorker).not.toHaveBeenCalled();

	await save(300 * MB, true);
	expect(picker).toHaveBeenCalledTimes(1);
	expect(saveByWorker).toHaveBeenCalledTimes(1);
});

it('goes another way where the service worker is of an older release and says nothing', async () => {
	vi.mocked(savingWorker).mockResolvedValue(worker);
	vi.mocked(saveByWorker).mockRejectedValue(new WorkerSilent());

	await save(100 * MB);
	expect(inMemory).toEqual(['a.zip']);

	await expect(save(300 * MB)).rejects.toBeInstanceOf(TooLargeToSave);
});
