import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { ChunkSigning } from '../../../../local/s3/authenticate.ts';
import { AwsChunkedBody, type ChunkedMode } from '../../../../local/s3/aws-chunked.ts';
import { signingKey } from '../../../../local/s3/sigv4.ts';

/** The example that AWS prints: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
const SCOPE = {
	accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
	date: '20130524',
	region: 'us-east-1',
	service: 's3',
	terminator: 'aws4_request',
};
const SIGNING: ChunkSigning = {
	key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', SCOPE),
	timestamp: '20130524T000000Z',
	scope: SCOPE,
	seedSignature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const CHUNKS = [
	[65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
	[1_024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
	[0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
] as const;

function signedBody(chunks: readonly (readonly [number, string])[]): string {
	return chunks
		.map(([size, signature]) => {
			return `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`;
		})
		.join('');
}

/** A body that arrives in pieces of a given size. */
function* inPieces(text: string, sizeBytes: number): Generator<Buffer> {
	const bytes = Buffer.from(text);
	for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

async function decode(
	text: string,
	mode: ChunkedMode,
	pieceBytes = 1000,
): Promise<{ content: string; trailers: Map<string, string> }> {
	const source = Readable.from(inPieces(text, pieceBytes));
	const body = new AwsChunkedBody(source, mode, SIGNING);
	const pieces: Buffer[] = [];
	for await (const piece of body) pieces.push(Buffer.from(piece));
	return { content: Buffer.concat(pieces).toString(), trailers: body.trailers };
}

describe('a body in signed chunks', () => {
	const MODE = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';

	test('is put together where every signature follows from the one before', async () => {
		const { content } = await decode(signedBody(CHUNKS), MODE);

		expect(content).toBe('a'.repeat(66_560));
	});

	test('is refused where a byte was exchanged', async () => {
		const forged = signedBody(CHUNKS).replace('aaa', 'aab');

		await expect(decode(forged, MODE)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
	});

	test('is refused where a chunk was left out', async () => {
		const [first, , last] = CHUNKS;

		await expect(decode(signedBody([first, last]), MODE)).rejects.toMatchObject({
			code: 'SignatureDoesNotMatch',
		});
	});

	test('is refused where it ends before its last chunk', async () => {
		await expect(decode(signedBody(CHUNKS.slice(0, 2)), MODE)).rejects.toMatchObject({
			code: 'IncompleteBody',
		});
	});
});

describe('a body in unsigned chunks with a trailer', () => {
	const MODE = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
	const BODY = '5\r\nhello\r\n7\r\n, world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';

	test.each([1, 2, 3, 7, 1000])('is the same however it arrives: %i bytes a time', async (size) => {
		const { content, trailers } = await decode(BODY, MODE, size);

		expect(content).toBe('hello, world');
		expect(trailers).toEqual(new Map([['x-amz-checksum-crc32', 'AAAAAA==']]));
	});

	test.each([
		['no length', '\r\nhello\r\n0\r\n\r\n'],
		['a length that is no number', 'xyz\r\nhello\r\n0\r\n\r\n'],
		['a chunk longer than it says', '4\r\nhello\r\n0\r\n\r\n'],
		['a line without an end', '5'.repeat(100_000)],
	])('is refused with %s', async (_, body) => {
		await expect(decode(body, MODE)).rejects.toMatchObject({ code: 'InvalidRequest' });
	});

	test.each(['5\r\nhel', '5\r\nhello\r\n', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA=='])(
		'is refused where it breaks off: %j',
		async (body) => {
			await expect(decode(body, MODE)).rejects.toMatchObject({ code: 'IncompleteBody' });
		},
	);
});
