import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity } from './authenticate.ts';
import {
	checksumMeter,
	declaredChecksum,
	type Checksum,
	type ChecksumAlgorithm,
} from './checksums.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

/** 5 GiB: the most that one PutObject or UploadPart may carry. */
export const MAX_BODY_BYTES = 5 * 1024 ** 3;

export interface ReceivedBody {
	readonly sizeBytes: number;
	/** Hex. */
	readonly md5: string;
	/** Of the declared algorithm; absent where none was declared. AWS makes a CRC64NVME then. */
	readonly checksum: Checksum | undefined;
}

/** What a body has to turn out to be. */
interface Promises {
	/** Exactly. */
	readonly sizeBytes?: number;
	/** At most; where `sizeBytes` is known it is the limit. */
	readonly maxBytes?: number;
	/** Hex SHA-256 that the signature covers. */
	readonly sha256?: string;
	/** Base64. */
	readonly md5?: string;
	readonly checksum?: Checksum;
	/** Of the checksum to make; without one, none is made. */
	readonly algorithm: ChecksumAlgorithm | undefined;
}

interface ReceiveOptions {
	readonly identity: Identity;
	readonly write: (chunk: Uint8Array) => void | Promise<void>;
}

/**
 * Streams a request's body into `write` and then checks everything the headers promised about it. If anything differs it throws, so what was written must be dropped.
 */
export async function receiveBody(
	request: S3Request,
	options: ReceiveOptions,
): Promise<ReceivedBody> {
	const { identity, write } = options;
	const declared = declaredChecksum(bodyFields(request));
	const md5 = parseMd5(request.header('content-md5'));
	return measure(
		request.body,
		{
			sizeBytes: contentLength(request),
			...signedPayload(identity.payloadHash),
			...(md5 !== undefined && { md5 }),
			...(declared && { checksum: declared }),
			algorithm: declared?.algorithm,
		},
		write,
	);
}

/** As `receiveBody`, for the documents that some operations take. */
export async function receiveText(
	request: S3Request,
	options: Omit<ReceiveOptions, 'write'> & { readonly maxBytes: number },
): Promise<string> {
	const chunks: Uint8Array[] = [];
	let sizeBytes = 0;
	await receiveBody(request, {
		...options,
		write: (chunk) => {
			sizeBytes += chunk.length;
			if (sizeBytes > options.maxBytes) throw new S3Error('MalformedXML');
			chunks.push(chunk);
		},
	});
	return Buffer.concat(chunks).toString('utf8');
}

/** Reads `source` to its end into `write` and compares it with what was promised. */
export async function measure(
	source: AsyncIterable<Uint8Array>,
	promises: Promises,
	write: ReceiveOptions['write'],
): Promise<ReceivedBody> {
	const md5 = createHash('md5');
	const { algorithm } = promises;
	const meter = algorithm && checksumMeter(algorithm);
	// The same hash twice would cost a third of the time of a large upload.
	const sha256 =
		promises.sha256 !== undefined && algorithm !== 'SHA256' ? createHash('sha256') : undefined;
	const maxBytes = promises.sizeBytes ?? promises.maxBytes ?? MAX_BODY_BYTES;
	let sizeBytes = 0;
	for await (const chunk of source) {
		sizeBytes += chunk.length;
		if (sizeBytes > maxBytes) throw new S3Error('EntityTooLarge');
		md5.update(chunk);
		meter?.update(chunk);
		sha256?.update(chunk);
		await write(chunk);
	}
	if (promises.sizeBytes !== undefined && sizeBytes !== promises.sizeBytes) {
		throw new S3Error('IncompleteBody');
	}
	const digest = meter?.digest();
	const md5Digest = md5.digest();
	if (promises.sha256 !== undefined) {
		const computed = (sha256?.digest() ?? digest)?.toString('hex');
		if (computed !== promises.sha256.toLowerCase()) {
			throw new S3Error('XAmzContentSHA256Mismatch');
		}
	}
	if (promises.md5 !== undefined && md5Digest.toString('base64') !== promises.md5) {
		throw new S3Error('BadDigest');
	}
	const checksum = algorithm && digest && { algorithm, value: digest.toString('base64') };
	if (promises.checksum && checksum) compareChecksum(promises.checksum, checksum);
	return { sizeBytes, md5: md5Digest.toString('hex'), checksum };
}

function compareChecksum(promised: Checksum, computed: Checksum): void {
	const [a, b] = [Buffer.from(promised.value, 'base64'), Buffer.from(computed.value, 'base64')];
	if (a.length === b.length && timingSafeEqual(a, b)) return;
	throw new S3Error('BadDigest', {
		message: `The ${promised.algorithm} you specified did not match the calculated checksum.`,
	});
}

/** Checksums come as headers, or hoisted into the query of a presigned URL. */
function* bodyFields(request: S3Request): Generator<readonly [string, string]> {
	yield* request.headers;
	yield* request.query;
}

function signedPayload(payloadHash: string): { sha256?: string } {
	if (payloadHash === 'UNSIGNED-PAYLOAD') return {};
	if (payloadHash.startsWith('STREAMING-')) {
		throw new S3Error('NotImplemented', {
			message: 'Bodies in aws-chunked encoding are not implemented',
		});
	}
	if (/^[0-9a-f]{64}$/i.test(payloadHash)) return { sha256: payloadHash };
	throw new S3Error('InvalidArgument', {
		message: 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a SHA-256 in hex',
	});
}

function contentLength(request: S3Request): number {
	const text = request.header('content-length');
	if (text === undefined) throw new S3Error('MissingContentLength');
	const sizeBytes = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (Number.isNaN(sizeBytes)) throw new S3Error('InvalidArgument');
	if (sizeBytes > MAX_BODY_BYTES) throw new S3Error('EntityTooLarge');
	return sizeBytes;
}

function parseMd5(value: string | undefined): string | undefined {
	if (value !== undefined && Buffer.from(value, 'base64').length !== 16) {
		throw new S3Error('InvalidDigest');
	}
	return value;
}
