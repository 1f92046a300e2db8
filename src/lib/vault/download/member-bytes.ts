import { ApiError } from '$lib/errors/api-error';

/** Failures in a row, with no byte in between, before a file is called failed: about a minute. */
const FAILURES_MAX = 6;
const FIRST_PAUSE_MS = 1000;

export interface MemberSource {
	readonly sizeBytes: number;
	/** A fresh address of the same bytes. Throws `ApiError`. */
	readonly address: () => Promise<string>;
	/** An answer that was asked for ahead. */
	readonly first?: Promise<Response> | undefined;
	readonly signal: AbortSignal;
	readonly pause?: Pause;
}

/** Waits so many milliseconds, and for the line to be back. Throws the signal's reason when aborted. */
type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * The bytes of one file, each once: where the line breaks they go on by range from where it broke, at an address that is signed anew.
 * Throws what the last attempt threw, or the reason of the signal.
 */
export async function* memberBytes(source: MemberSource): AsyncGenerator<Uint8Array> {
	const { sizeBytes, signal, pause = waitForLine } = source;
	let { first } = source;
	let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
	let read = 0;
	let failures = 0;
	try {
		while (reader !== undefined || read < sizeBytes) {
			let chunk: Uint8Array | undefined;
			try {
				reader ??= readerOf(
					await (first ?? request(await source.address(), { from: read, signal })),
				);
				chunk = (await reader.read()).value;
				if (chunk === undefined && read < sizeBytes) throw new TypeError('cut short');
			} catch (error) {
				signal.throwIfAborted();
				failures += 1;
				if (isFinal(error) || failures > FAILURES_MAX) throw error;
				await pause(FIRST_PAUSE_MS * 2 ** (failures - 1), signal);
				reader = undefined;
				continue;
			} finally {
				first = undefined;
			}
			if (chunk === undefined) return;
			failures = 0;
			read += chunk.length;
			yield chunk;
		}
	} finally {
		await reader?.cancel().catch(() => undefined);
	}
}

/** The answer of an address, from byte `from` on. Throws where it is not the bytes. */
export async function request(
	address: string,
	{ from, signal }: { readonly from: number; readonly signal: AbortSignal },
): Promise<Response> {
	const headers = from === 0 ? undefined : { range: `bytes=${String(from)}-` };
	const answer = await fetch(address, { signal, ...(headers && { headers }) });
	if (answer.status !== (from === 0 ? 200 : 206)) {
		throw new Error(`status ${String(answer.status)}`);
	}
	return answer;
}

function readerOf({ body }: Response): ReadableStreamDefaultReader<Uint8Array> {
	if (body === null) throw new TypeError('an answer without bytes');
	return body.getReader();
}

function isFinal(error: unknown): boolean {
	return error instanceof ApiError && !error.transient;
}

function waitForLine(ms: number, signal: AbortSignal): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<undefined>();
	const leave = () => reject(signal.reason as Error);
	signal.addEventListener('abort', leave, { once: true });
	setTimeout(() => {
		if (navigator.onLine) resolve(undefined);
		else window.addEventListener('online', () => resolve(undefined), { once: true });
	}, ms);
	return promise.finally(() => signal.removeEventListener('abort', leave));
}
