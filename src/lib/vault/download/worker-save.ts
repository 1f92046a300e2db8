import { saveAddress } from './save-address';

/** What the service worker says. It has the same words in src/service-worker/save.ts, as it is a program of its own. */
interface FromWorker {
	readonly kind: 'ready' | 'pull' | 'cancel';
}

type ToWorker =
	| { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
	| { readonly kind: 'end' }
	| { readonly kind: 'fail' };

/** A service worker that has said nothing by then is none, in milliseconds. */
const PATIENCE_MS = 10_000;
/** Browsers end one that hears nothing for half a minute, though its answer still flows. In milliseconds. */
const HEARTBEAT_MS = 10_000;

/** The service worker through which this page can save a stream; undefined where the browser or the stage has none. */
export async function savingWorker(): Promise<ServiceWorker | undefined> {
	if (!('serviceWorker' in navigator)) return undefined;
	const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
	return registration?.active ?? undefined;
}

/** The person has cancelled it, here or among the downloads of the browser. */
export class SaveCancelled extends Error {}

/** The service worker did not answer, as one of an older release: nothing was read yet. */
export class WorkerSilent extends Error {}

/**
 * Saves a stream of any length as `name`, without holding it: the browser downloads an address that the service worker answers with
 * what it pulls from here, as fast as the disk takes it. `make` is called with the first pull. Rejects with what the stream fails with,
 * with `SaveCancelled` and `WorkerSilent`.
 */
export async function saveByWorker(
	make: () => ReadableStream<Uint8Array>,
	name: string,
	{
		worker,
		signal,
	}: { readonly worker: Pick<ServiceWorker, 'postMessage'>; readonly signal: AbortSignal },
): Promise<void> {
	const id = crypto.randomUUID();
	const { port1: port, port2 } = new MessageChannel();
	let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
	const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
	const patience = setTimeout(() => reject(new WorkerSilent()), PATIENCE_MS);
	const heartbeat = setInterval(() => worker.postMessage({ kind: 'alive' }), HEARTBEAT_MS);
	const tell = (message: ToWorker, transfer: Transferable[] = []) => {
		port.postMessage(message, transfer);
	};
	signal.addEventListener('abort', () => reject(new SaveCancelled()), { once: true });

	async function give(): Promise<void> {
		reader ??= make().getReader();
		const { value } = await reader.read();
		if (value === undefined) {
			tell({ kind: 'end' });
			resolve(undefined);
			return;
		}
		// Copied, as what lies beside it in its buffer may be the next one.
		const bytes = new Uint8Array(value);
		tell({ kind: 'chunk', bytes }, [bytes.buffer]);
	}

	port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
		clearTimeout(patience);
		if (data.kind === 'ready') saveAddress(`/save/${id}`);
		else if (data.kind === 'cancel') reject(new SaveCancelled());
		else give().catch(reject);
	};
	worker.postMessage({ kind: 'save', id, name }, [port2]);
	try {
		await ended;
	} catch (error) {
		tell({ kind: 'fail' });
		await reader?.cancel().catch(() => undefined);
		throw error;
	} finally {
		clearTimeout(patience);
		clearInterval(heartbeat);
	}
}
