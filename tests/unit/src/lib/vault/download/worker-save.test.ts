import { SaveCancelled, saveByWorker } from '$lib/vault/download/worker-save';
import { ReadableStream } from 'node:stream/web';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.stubGlobal('MessageChannel', MessageChannel));
afterEach(() => {
	vi.unstubAllGlobals();
	document.body.replaceChildren();
});

/** The service worker's side: pulls when the test says so, and writes down what it hears. */
class FakeWorker {
	readonly heard: (string | number[])[] = [];
	#port: MessagePort | undefined;

	postMessage(message: unknown, transfer: readonly MessagePort[] = []): void {
		const [port] = transfer;
		if (port === undefined) return;
		this.#port = port;
		this.heard.push((message as { name: string }).name);
		port.on('message', ({ kind, bytes }: { kind: string; bytes?: Uint8Array }) => {
			this.heard.push(bytes === undefined ? kind : [...bytes]);
		});
	}

	say(kind: 'ready' | 'pull' | 'cancel'): void {
		this.#port?.postMessage({ kind });
	}

	close(): void {
		this.#port?.close();
	}
}

function bench(source: UnderlyingDefaultSource<Uint8Array>) {
	const worker = new FakeWorker();
	const cancelling = new AbortController();
	const stream = new ReadableStream<Uint8Array>(source, { highWaterMark: 0 });
	const make = () => stream as globalThis.ReadableStream<Uint8Array>;
	const saving = saveByWorker(make, 'a.zip', {
		worker: worker as unknown as ServiceWorker,
		signal: cancelling.signal,
	});
	saving.catch(() => undefined);
	return { worker, saving, cancelling };
}

const heard = (worker: FakeWorker, expected: FakeWorker['heard']) =>
	vi.waitFor(() => expect(worker.heard).toEqual(['a.zip', ...expected]));

it('downloads an address of the service worker, and reads no piece before it is pulled', async () => {
	let read = 0;
	const { worker, saving } = bench({
		pull: (controller) => {
			read += 1;
			if (read > 2) controller.close();
			else controller.enqueue(new Uint8Array([read]));
		},
	});

	worker.say('ready');
	await vi.waitFor(() =>
		expect(document.querySelector('iframe')?.getAttribute('src')).toMatch(/^\/save\/[-\da-f]{36}$/),
	);
	expect(read).toBe(0);
	worker.say('pull');
	await heard(worker, [[1]]);
	expect(read).toBe(1);
	worker.say('pull');
	worker.say('pull');
	await heard(worker, [[1], [2], 'end']);

	await expect(saving).resolves.toBeUndefined();
	worker.close();
});

it('gives up the download where the stream fails, and says why', async () => {
	const { worker, saving } = bench({ pull: () => Promise.reject(new Error('offline')) });

	worker.say('pull');

	await expect(saving).rejects.toThrow('offline');
	await heard(worker, ['fail']);
	worker.close();
});

it.each<[string, (parts: ReturnType<typeof bench>) => void]>([
	['among the browser’s downloads', ({ worker }) => worker.say('cancel')],
	['on the page', ({ cancelling }) => cancelling.abort()],
])('reads nothing more where it is cancelled %s', async (_where, cancel) => {
	const cancelled = vi.fn();
	const parts = bench({
		pull: (controller) => controller.enqueue(new Uint8Array(1)),
		cancel: cancelled,
	});
	parts.worker.say('pull');
	await heard(parts.worker, [[0]]);

	cancel(parts);

	await expect(parts.saving).rejects.toBeInstanceOf(SaveCancelled);
	expect(cancelled).toHaveBeenCalledTimes(1);
	parts.worker.close();
});
