import { ApiError } from '$lib/errors/api-error';
import { memberBytes } from '$lib/vault/download/member-bytes';
import { ReadableStream } from 'node:stream/web';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

const BYTES = Uint8Array.from({ length: 10 }, (_, index) => index);

/** Answers by range, in pieces of three bytes; each answer breaks off after as many bytes as `breaks` says. */
function lineOf(...breaks: readonly (number | undefined)[]) {
	const asked: string[] = [];
	const left = [...breaks];
	vi.stubGlobal('fetch', (url: string, init: { headers?: { range?: string } }) => {
		const range = init.headers?.range;
		asked.push(range ?? url);
		const from = Number(/\d+/.exec(range ?? '0')?.[0]);
		const until = left.shift();
		const body = new ReadableStream<Uint8Array>({
			start(controller) {
				const bytes = BYTES.slice(from, until);
				for (let at = 0; at < bytes.length; at += 3) controller.enqueue(bytes.slice(at, at + 3));
				controller.close();
			},
		});
		return Promise.resolve(
			new Response(body as BodyInit, { status: range === undefined ? 200 : 206 }),
		);
	});
	return asked;
}

async function read(over: Partial<Parameters<typeof memberBytes>[0]> = {}): Promise<number[]> {
	const all: number[] = [];
	const bytes = memberBytes({
		sizeBytes: BYTES.length,
		address: () => Promise.resolve('/file'),
		signal: new AbortController().signal,
		pause: () => Promise.resolve(),
		...over,
	});
	for await (const chunk of bytes) all.push(...chunk);
	return all;
}

it('gives every byte once, and goes on from where the line broke', async () => {
	const asked = lineOf(4, 7, undefined);

	expect(await read()).toEqual([...BYTES]);
	expect(asked).toEqual(['/file', 'bytes=4-', 'bytes=7-']);
});

it('takes an answer that was asked for ahead, and asks for none of an empty file', async () => {
	const asked = lineOf(undefined);

	expect(await read({ first: Promise.resolve(new Response(BYTES)) })).toEqual([...BYTES]);
	expect(await read({ sizeBytes: 0 })).toEqual([]);
	expect(asked).toEqual([]);
});

it('gives up what is refused at once, and what stays silent after a while', async () => {
	const refused = () => Promise.reject(new ApiError('not_found'));
	await expect(read({ address: refused })).rejects.toMatchObject({ code: 'not_found' });

	const pauses: number[] = [];
	const offline = () => Promise.reject(new TypeError('no line'));
	const pause = (ms: number) => {
		pauses.push(ms);
		return Promise.resolve();
	};
	await expect(read({ address: offline, pause })).rejects.toThrow('no line');
	expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000]);
});

it('asks for nothing more once it is cancelled', async () => {
	const cancelling = new AbortController();
	const asked = lineOf(4, undefined);
	const pause = () => {
		cancelling.abort();
		cancelling.signal.throwIfAborted();
		return Promise.resolve();
	};

	await expect(read({ signal: cancelling.signal, pause })).rejects.toThrow();
	expect(asked).toEqual(['/file']);
});
