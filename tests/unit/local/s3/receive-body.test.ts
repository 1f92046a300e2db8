import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../local/s3/authenticate.ts';
import { measure, receiveBody, receiveText } from '../../../../local/s3/receive-body.ts';
import { S3Request } from '../../../../local/s3/request.ts';

const BODY = '123456789';
const hash = (algorithm: string, text = BODY) => createHash(algorithm).update(text);
const SHA256 = hash('sha256').digest('base64');
/** The check value that catalogues of CRCs give for these nine digits: cbf43926. */
const CRC32 = 'y/Q5Jg==';

interface Sent {
	readonly headers?: Readonly<Record<string, string | undefined>>;
	readonly query?: string;
	readonly payloadHash?: string;
	readonly body?: string;
}

function requestOf({ headers = {}, query = '', body = BODY }: Sent): S3Request {
	const sent: Readonly<Record<string, string | undefined>> = {
		'content-length': String(body.length),
		...headers,
	};
	const distinct = Object.entries(sent).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, [value]] as const],
	);
	// In two pieces, as from a network.
	const source = Readable.from([Buffer.from(body.slice(0, 4)), Buffer.from(body.slice(4))]);
	return new S3Request({
		method: 'PUT',
		url: `/vault/u/1?${query}`,
		headersDistinct: Object.fromEntries(distinct),
		iterator: () => source,
	} as unknown as IncomingMessage);
}

function identityOf(payloadHash = 'UNSIGNED-PAYLOAD'): Identity {
	return { principal: 'tester', authType: 'REST-HEADER', signatureAgeMs: 0, payloadHash };
}

async function receive(sent: Sent) {
	const written: Uint8Array[] = [];
	const write = (chunk: Uint8Array): void => void written.push(chunk);
	const identity = identityOf(sent.payloadHash);
	const received = await receiveBody(requestOf(sent), { identity, write });
	return { received, written: Buffer.concat(written).toString() };
}

describe('a body', () => {
	test('is written as it came, and measured', async () => {
		const { received, written } = await receive({});

		expect(written).toBe(BODY);
		expect(received).toEqual({
			sizeBytes: 9,
			md5: hash('md5').digest('hex'),
			checksum: undefined,
		});
	});

	test.each<[string, Sent, unknown]>([
		[
			'a SHA-256 in a header',
			{ headers: { 'x-amz-checksum-sha256': SHA256 } },
			{ algorithm: 'SHA256', value: SHA256 },
		],
		[
			'a SHA-256 in its address',
			{ query: `X-Amz-Checksum-Sha256=${encodeURIComponent(SHA256)}` },
			{ algorithm: 'SHA256', value: SHA256 },
		],
		[
			'a CRC32',
			{ headers: { 'x-amz-checksum-crc32': CRC32 } },
			{ algorithm: 'CRC32', value: CRC32 },
		],
		['an MD5', { headers: { 'content-md5': hash('md5').digest('base64') } }, undefined],
		[
			'a SHA-256 by its signature',
			{ payloadHash: hash('sha256').digest('hex').toUpperCase() },
			undefined,
		],
		[
			'a SHA-256 by its signature and in a header',
			{ payloadHash: hash('sha256').digest('hex'), headers: { 'x-amz-checksum-sha256': SHA256 } },
			{ algorithm: 'SHA256', value: SHA256 },
		],
	])('is taken with %s that is right', async (_, sent, checksum) => {
		expect((await receive(sent)).received.checksum).toEqual(checksum);
	});

	const OTHER = hash('sha256', 'other');
	const OTHER_BASE64 = OTHER.copy().digest('base64');
	const OTHER_HEX = OTHER.digest('hex');

	test.each<[string, Sent, string]>([
		[
			'another SHA-256 in a header',
			{ headers: { 'x-amz-checksum-sha256': OTHER_BASE64 } },
			'BadDigest',
		],
		[
			'another SHA-256 in its address',
			{ query: `x-amz-checksum-sha256=${encodeURIComponent(OTHER_BASE64)}` },
			'BadDigest',
		],
		['another CRC32', { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }, 'BadDigest'],
		[
			'another MD5',
			{ headers: { 'content-md5': hash('md5', 'other').digest('base64') } },
			'BadDigest',
		],
		['an MD5 that is too short', { headers: { 'content-md5': 'AAAA' } }, 'InvalidDigest'],
		['another SHA-256 by its signature', { payloadHash: OTHER_HEX }, 'XAmzContentSHA256Mismatch'],
		[
			'another SHA-256 by its signature than in a header',
			{ payloadHash: OTHER_HEX, headers: { 'x-amz-checksum-sha256': SHA256 } },
			'XAmzContentSHA256Mismatch',
		],
		[
			'two checksums',
			{ headers: { 'x-amz-checksum-sha256': SHA256, 'x-amz-checksum-crc32': CRC32 } },
			'InvalidRequest',
		],
		[
			'a checksum that is no base64',
			{ headers: { 'x-amz-checksum-sha256': '*'.repeat(44) } },
			'InvalidRequest',
		],
		[
			'a checksum that is too short',
			{ headers: { 'x-amz-checksum-sha256': 'AAAAAA==' } },
			'InvalidRequest',
		],
		[
			'an algorithm that is not known',
			{ headers: { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' } },
			'NotImplemented',
		],
		[
			'chunks that are signed each',
			{ payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
			'NotImplemented',
		],
		[
			'a checksum to follow in a trailer',
			{ payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
			'NotImplemented',
		],
		['a promise of its hash in other words', { payloadHash: 'UNSIGNED' }, 'InvalidArgument'],
		['a hash of another length', { payloadHash: `${OTHER_HEX}0` }, 'InvalidArgument'],
		['no length', { headers: { 'content-length': undefined } }, 'MissingContentLength'],
		['a length in words', { headers: { 'content-length': 'nine' } }, 'InvalidArgument'],
		[
			'a length beyond 5 GiB',
			{ headers: { 'content-length': String(5 * 1024 ** 3 + 1) } },
			'EntityTooLarge',
		],
		['fewer bytes than its length', { headers: { 'content-length': '10' } }, 'IncompleteBody'],
		['more bytes than its length', { headers: { 'content-length': '8' } }, 'EntityTooLarge'],
	])('is refused with %s', async (_, sent, code) => {
		await expect(receive(sent)).rejects.toMatchObject({ code });
	});

	test('names nothing but checksums by such headers', async () => {
		const headers = {
			'x-amz-checksum-mode': 'ENABLED',
			'x-amz-checksum-algorithm': 'SHA256',
			'x-amz-checksum-type': 'FULL_OBJECT',
		};

		expect((await receive({ headers })).received.checksum).toBeUndefined();
	});
});

describe('the file of a form', () => {
	const none = () => undefined;

	test('gets the checksum that the form asks for, though it names no value', async () => {
		const { checksum } = await measure(
			Readable.from([Buffer.from(BODY)]),
			{ algorithm: 'SHA256' },
			none,
		);

		expect(checksum).toEqual({ algorithm: 'SHA256', value: SHA256 });
	});

	test.each([
		[9, 'fits'],
		[8, 'EntityTooLarge'],
	])('of nine bytes, where %i are allowed: %s', async (maxBytes, outcome) => {
		const promises = { maxBytes, algorithm: undefined };
		const measured = measure(Readable.from([Buffer.from(BODY)]), promises, none);

		await expect(
			measured.then(
				() => 'fits',
				(error: unknown) => (error as { code: string }).code,
			),
		).resolves.toBe(outcome);
	});
});

describe('a document', () => {
	const text = (maxBytes: number) =>
		receiveText(requestOf({}), { identity: identityOf(), maxBytes });

	test('is text, of so many bytes', async () => {
		expect(await text(9)).toBe(BODY);
	});

	test('is refused beyond them', async () => {
		await expect(text(8)).rejects.toMatchObject({ code: 'MalformedXML' });
	});
});
