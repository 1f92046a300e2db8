import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity } from './authenticate.ts';
import { AwsChunkedBody, isChunkedMode } from './aws-chunked.ts';
import {
	checksumHeader,
	checksumMeter,
	declaredChecksum,
	parseAlgorithm,
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
	/** The declared one, or of the fallback algorithm. */
	readonly checksum: Checksum;
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
	/** Read when the body has ended: a trailer is known no earlier. */
	readonly trailingChecksum?: () => Checksum | undefined;
	readonly algorithm: ChecksumAlgorithm;
}

interface ReceiveOptions {
	readonly identity: Identity;
	/** Computed where the request declares none. */
	readonly fallback?: ChecksumAlgorithm;
	/** Checksum headers are about the body, except where a document is about an object. */
	readonly checksumsAreOf?: 'body' | 'object';
	readonly write: (chunk: Uint8Array) => void | Promise<void>;
}

/**
 * Streams a request's body into `write`, undoing `aws-chunked`, and then checks everything the
 * headers promised about it. If anything differs it throws, so what was written must be dropped.
 */
export async function receiveBody(
	request: S3Request,
	options: ReceiveOptions,
): Promise<ReceivedBody> {
	const { identity, fallback = 'CRC64NVME', checksumsAreOf = 'body', write } = options;
	const declared = checksumsAreOf === 'body' ? declaredChecksum(bodyFields(request)) : undefined;
	const { payloadHash } = identity;
	const md5 = parseMd5(request.header('content-md5'));
	if (!isChunkedMode(payloadHash)) {
		return measure(
			request.body,
			{
				sizeBytes: contentLength(request, 'content-length'),
				...plainPayload(payloadHash),
				...(md5 !== undefined && { md5 }),
				...(declared && { checksum: declared }),
				algorithm: declared?.algorithm ?? fallback,
			},
			write,
		);
	}
	const body = new AwsChunkedBody(request.body, payloadHash, identity.chunks);
	const trailer = announcedTrailer(request);
	return measure(
		body,
		{
			sizeBytes: contentLength(request, 'x-amz-decoded-content-length'),
			...(md5 !== undefined && { md5 }),
			...(declared && { checksum: declared }),
			...(trailer && { trailingChecksum: () => trailingChecksum(body, trailer) }),
			algorithm: declared?.algorithm ?? trailer ?? fallback,
		},
		write,
	);
}

/** As `receiveBody`, for the documents that some operations take. */
export async function receiveText(
	request: S3Request,
	options: Omit<ReceiveOptions, 'write' | 'fallback'> & { readonly maxBytes: number },
): Promise<string> {
	const chunks: Uint8Array[] = [];
	let sizeBytes = 0;
	await receiveBody(request, {
		...options,
		fallback: 'CRC32',
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
	const meter = checksumMeter(promises.algorithm);
	// The same hash twice would cost a third of the time of a large upload.
	const sha256 =
		promises.sha256 !== undefined && promises.algorithm !== 'SHA256'
			? createHash('sha256')
			: undefined;
	const maxBytes = promises.sizeBytes ?? promises.maxBytes ?? MAX_BODY_BYTES;
	let sizeBytes = 0;
	for await (const chunk of source) {
		sizeBytes += chunk.length;
		if (sizeBytes > maxBytes) throw new S3Error('EntityTooLarge');
		md5.update(chunk);
		meter.update(chunk);
		sha256?.update(chunk);
		await write(chunk);
	}
	if (promises.sizeBytes !== undefined && sizeBytes !== promises.sizeBytes) {
		throw new S3Error('IncompleteBody');
	}
	const digest = meter.digest();
	const md5Digest = md5.digest();
	if (promises.sha256 !== undefined) {
		const computed = (sha256?.digest() ?? digest).toString('hex');
		if (computed !== promises.sha256.toLowerCase()) {
			throw new S3Error('XAmzContentSHA256Mismatch');
		}
	}
	if (promises.md5 !== undefined && md5Digest.toString('base64') !== promises.md5) {
		throw new S3Error('BadDigest');
	}
	const checksum = { algorithm: promises.algorithm, value: digest.toString('base64') };
	compareChecksum(promises.checksum, checksum);
	compareChecksum(promises.trailingChecksum?.(), checksum);
	return { sizeBytes, md5: md5Digest.toString('hex'), checksum };
}

function compareChecksum(promised: Checksum | undefined, computed: Checksum): void {
	if (!promised) return;
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

function plainPayload(payloadHash: string): { sha256?: string } {
	if (payloadHash === 'UNSIGNED-PAYLOAD') return {};
	if (/^[0-9a-f]{64}$/i.test(payloadHash)) return { sha256: payloadHash };
	throw new S3Error('InvalidArgument', {
		message: 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-… or a SHA-256 in hex',
	});
}

function contentLength(request: S3Request, header: string): number {
	const text = request.header(header);
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

/** The checksum that is promised to follow the bytes. */
export function announcedTrailer(request: S3Request): ChecksumAlgorithm | undefined {
	const name = request.header('x-amz-trailer')?.toLowerCase();
	return name === undefined ? undefined : parseAlgorithm(name.replace('x-amz-checksum-', ''));
}

function trailingChecksum(body: AwsChunkedBody, algorithm: ChecksumAlgorithm): Checksum {
	const checksum = declaredChecksum(body.trailers);
	if (checksum?.algorithm === algorithm) return checksum;
	throw new S3Error('InvalidRequest', {
		message: `The trailer ${checksumHeader(algorithm)} was announced and did not come`,
	});
}
