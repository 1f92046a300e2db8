import { createHash, type Hash } from 'node:crypto';
import type { ChunkSigning } from './authenticate.ts';
import { ByteReader, LineTooLong, UnexpectedEnd } from './byte-reader.ts';
import { S3Error } from './errors.ts';
import { sameSignature, scopeText, sha256Hex, sign } from './sigv4.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
const MODES = {
	'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailers: false },
	'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailers: true },
	'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailers: true },
} as const;

export type ChunkedMode = keyof typeof MODES;

export function isChunkedMode(payloadHash: string): payloadHash is ChunkedMode {
	return Object.hasOwn(MODES, payloadHash);
}

const MAX_LINE_BYTES = 8 * 1024;

/** A body in `aws-chunked` encoding. Iterate it for the bytes; then its trailers are known. */
export class AwsChunkedBody implements AsyncIterable<Buffer> {
	readonly trailers = new Map<string, string>();
	readonly #reader: ByteReader;
	readonly #mode: (typeof MODES)[ChunkedMode];
	readonly #signatures: ChunkSignatures | undefined;

	constructor(source: AsyncIterable<Uint8Array>, mode: ChunkedMode, signing?: ChunkSigning) {
		this.#reader = new ByteReader(source);
		this.#mode = MODES[mode];
		this.#signatures = this.#mode.signed ? new ChunkSignatures(signing) : undefined;
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
		try {
			yield* this.#chunks();
			await this.#readTrailers();
			await this.#reader.discardRest();
		} catch (error) {
			if (error instanceof UnexpectedEnd) throw new S3Error('IncompleteBody');
			if (error instanceof LineTooLong) throw malformed();
			throw error;
		}
	}

	async *#chunks(): AsyncGenerator<Buffer> {
		for (;;) {
			const { sizeBytes, signature } = parseHeader(await this.#reader.line(MAX_LINE_BYTES));
			const hash = createHash('sha256');
			for await (const piece of this.#reader.take(sizeBytes)) {
				if (this.#signatures) hash.update(piece);
				yield piece;
			}
			this.#signatures?.verifyChunk(hash, signature);
			if (sizeBytes === 0) return;
			if ((await this.#reader.line(0)) !== '') throw malformed();
		}
	}

	async #readTrailers(): Promise<void> {
		let signature: string | undefined;
		for (;;) {
			const line = await this.#reader.line(MAX_LINE_BYTES);
			if (line === '') break;
			if (!this.#mode.trailers) throw malformed();
			const at = line.indexOf(':');
			const name = line.slice(0, at).trim().toLowerCase();
			const value = line.slice(at + 1).trim();
			if (name === 'x-amz-trailer-signature') signature = value;
			else this.trailers.set(name, value);
		}
		if (this.#mode.trailers) this.#signatures?.verifyTrailers(this.trailers, signature);
	}
}

/** Each chunk's signature covers the one before it, so none can be left out or moved. */
class ChunkSignatures {
	readonly #signing: ChunkSigning;
	#previous: string;

	constructor(signing: ChunkSigning | undefined) {
		if (!signing) throw new S3Error('AccessDenied');
		this.#signing = signing;
		this.#previous = signing.seedSignature;
	}

	verifyChunk(hash: Hash, signature: string | undefined): void {
		this.#verify('AWS4-HMAC-SHA256-PAYLOAD', [sha256Hex(''), hash.digest('hex')], signature);
	}

	verifyTrailers(trailers: ReadonlyMap<string, string>, signature: string | undefined): void {
		const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
		this.#verify('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(canonical)], signature);
	}

	#verify(kind: string, hashes: readonly string[], signature = ''): void {
		const { key, timestamp, scope } = this.#signing;
		const text = [kind, timestamp, scopeText(scope), this.#previous, ...hashes].join('\n');
		const expected = sign(key, text);
		if (!sameSignature(expected, signature)) throw new S3Error('SignatureDoesNotMatch');
		this.#previous = expected;
	}
}

function parseHeader(line: string): { sizeBytes: number; signature: string | undefined } {
	const match = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line);
	if (!match?.[1]) throw malformed();
	return { sizeBytes: Number.parseInt(match[1], 16), signature: match[2] };
}

function malformed(): S3Error {
	return new S3Error('InvalidRequest', { message: 'The aws-chunked body is malformed' });
}
