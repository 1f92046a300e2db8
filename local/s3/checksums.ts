import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './errors.ts';

/**
 * The product names a SHA-256 with every object and part, the SDK a CRC32 with every document. A request
 * that names another algorithm answers 501.
 */
const CHECKSUM_ALGORITHMS = ['SHA256', 'CRC32'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];
/** Of an object in one piece, or of the checksums of its parts. AWS can also join CRCs of parts. */
type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

const DIGEST_BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
	SHA256: 32,
	CRC32: 4,
};

/** What is stored with an object or a part. */
export interface Checksum {
	readonly algorithm: ChecksumAlgorithm;
	/** Base64. */
	readonly value: string;
}

/** As an object's headers and the lists tell it. */
export interface KeptChecksum extends Checksum {
	readonly type: ChecksumType;
}

interface Meter {
	update(data: Uint8Array): unknown;
	digest(): Buffer;
}

class Crc32 implements Meter {
	#value = 0;

	update(data: Uint8Array): void {
		this.#value = crc32(data, this.#value);
	}

	digest(): Buffer {
		const bytes = Buffer.alloc(4);
		bytes.writeUInt32BE(this.#value);
		return bytes;
	}
}

/** A running checksum; `digest` may be called once. */
export function checksumMeter(algorithm: ChecksumAlgorithm): Meter {
	switch (algorithm) {
		case 'SHA256':
			return createHash('sha256');
		case 'CRC32':
			return new Crc32();
	}
}

/** The element of the list and complete documents: `ChecksumSHA256`. */
export function checksumElement(algorithm: ChecksumAlgorithm): `Checksum${ChecksumAlgorithm}` {
	return `Checksum${algorithm}`;
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
	return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm a word names, in any case. An unknown one answers `NotImplemented`. */
export function parseAlgorithm(word: string): ChecksumAlgorithm {
	const algorithm = CHECKSUM_ALGORITHMS.find((each) => each === word.toUpperCase());
	if (!algorithm) {
		throw new S3Error('NotImplemented', { message: `Checksum ${word} is not implemented` });
	}
	return algorithm;
}

export function checksumHeaders(checksum: KeptChecksum | undefined): Record<string, string> {
	if (!checksum) return {};
	const { algorithm, type, value } = checksum;
	return { [checksumHeader(algorithm)]: value, 'x-amz-checksum-type': type };
}

const CHECKSUM_HEADER = /^x-amz-checksum-(?!mode$|algorithm$|type$)(.+)$/;

/** The one checksum among headers or form fields, if any; a malformed one is refused. */
export function declaredChecksum(
	fields: Iterable<readonly [name: string, value: string]>,
): Checksum | undefined {
	const declared: Checksum[] = [];
	for (const [name, value] of fields) {
		const word = CHECKSUM_HEADER.exec(name.toLowerCase())?.[1];
		if (word !== undefined) declared.push(parseChecksum(parseAlgorithm(word), value));
	}
	if (declared.length > 1) {
		throw new S3Error('InvalidRequest', {
			message: 'Expecting a single x-amz-checksum- header. Multiple checksums are not allowed.',
		});
	}
	return declared[0];
}

function parseChecksum(algorithm: ChecksumAlgorithm, value: string): Checksum {
	const bytes = Buffer.from(value, 'base64');
	if (bytes.length !== DIGEST_BYTES[algorithm] || bytes.toString('base64') !== value) {
		throw new S3Error('InvalidRequest', {
			message: `Value for ${checksumHeader(algorithm)} header is invalid.`,
		});
	}
	return { algorithm, value };
}

/** The checksum of a multipart object made of its parts' checksums; S3 adds `-N` to it. */
export function compositeChecksum(
	parts: readonly Checksum[],
	algorithm: ChecksumAlgorithm,
): string {
	const meter = checksumMeter(algorithm);
	for (const part of parts) meter.update(Buffer.from(part.value, 'base64'));
	return `${meter.digest().toString('base64')}-${String(parts.length)}`;
}
