import {
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	HeadObjectCommand,
	ListPartsCommand,
	PutObjectCommand,
	UploadPartCommand,
	type CompletedPart,
	type S3Client,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { BUCKET, clientOf, failure, newDataDir, startServer } from './s3-fixture.ts';

const OBJECT = { Bucket: BUCKET, Key: 'u/1' };
const sha256 = (body: string) => createHash('sha256').update(body).digest('base64');

let dataDir: string;
let s3: S3Client;

beforeEach(async () => {
	dataDir = await newDataDir();
	const { endpoint } = await startServer({ dataDir });
	s3 = clientOf(endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
});

/** An upload whose parts carry a SHA-256 each, with one part. */
async function uploadOf(body: string) {
	const { UploadId } = await s3.send(
		new CreateMultipartUploadCommand({ ...OBJECT, ChecksumAlgorithm: 'SHA256' }),
	);
	const upload = { ...OBJECT, UploadId };
	const { ETag } = await s3.send(
		new UploadPartCommand({ ...upload, PartNumber: 1, Body: body, ChecksumSHA256: sha256(body) }),
	);
	const part: CompletedPart = { PartNumber: 1, ETag, ChecksumSHA256: sha256(body) };
	const complete = (Parts: CompletedPart[], more: { ChecksumSHA256?: string } = {}) =>
		s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));
	return { upload, part, complete };
}

describe('completing an upload', () => {
	test.each<[string, Partial<CompletedPart>, string]>([
		['without the checksum of a part', { ChecksumSHA256: undefined }, 'InvalidRequest'],
		['with another checksum of a part', { ChecksumSHA256: sha256('other') }, 'InvalidPart'],
		['with another ETag', { ETag: `"${'0'.repeat(32)}"` }, 'InvalidPart'],
		['with a part that was never sent', { PartNumber: 2 }, 'InvalidPart'],
	])('%s is refused, and can be done right after it', async (_, wrong, name) => {
		const { upload, part, complete } = await uploadOf('part');

		expect(await failure(complete([{ ...part, ...wrong }]))).toEqual({ name, status: 400 });

		expect((await s3.send(new ListPartsCommand(upload))).Parts).toHaveLength(1);
		await complete([part]);
		expect((await s3.send(new HeadObjectCommand(OBJECT))).ContentLength).toBe(4);
	});

	test('with a checksum of the whole is refused, as it would not be checked', async () => {
		const { part, complete } = await uploadOf('part');

		const refused = complete([part], { ChecksumSHA256: sha256('other') });

		expect(await failure(refused)).toEqual({ name: 'NotImplemented', status: 501 });
		expect((await failure(s3.send(new HeadObjectCommand(OBJECT)))).status).toBe(404);
	});

	test('gives the object the MD5 of the MD5s of its parts, and how many there are', async () => {
		const { part, complete } = await uploadOf('part');
		const md5 = createHash('md5').update(createHash('md5').update('part').digest()).digest('hex');

		expect((await complete([part])).ETag).toBe(`"${md5}-1"`);
	});

	test('frees the bytes of parts that it leaves out', async () => {
		const { upload, part, complete } = await uploadOf('part');
		const left = { ...upload, PartNumber: 2, Body: 'left out', ChecksumSHA256: sha256('left out') };
		await s3.send(new UploadPartCommand(left));

		await complete([part]);

		await expect
			.poll(async () => {
				const entries = await readdir(join(dataDir, 'blobs'), {
					recursive: true,
					withFileTypes: true,
				});
				return entries.filter((entry) => entry.isFile()).length;
			})
			.toBe(1);
	});
});

test.each([
	['no checksum', {}],
	['a checksum of another kind', { ChecksumCRC32: 'SQ9wxg==' }],
])('a part with %s is refused where its upload was begun with SHA-256', async (_, checksum) => {
	const { upload } = await uploadOf('part');

	const sent = s3.send(
		new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'part', ...checksum }),
	);

	expect(await failure(sent)).toEqual({ name: 'InvalidRequest', status: 400 });
	expect((await s3.send(new ListPartsCommand(upload))).Parts).toHaveLength(1);
});

test('a body in chunks with its checksum in a trailer is refused, and nothing is stored', async () => {
	const sent = new PutObjectCommand({
		...OBJECT,
		Body: Readable.from(['in chunks']),
		ContentLength: 9,
		ChecksumAlgorithm: 'CRC32',
	});

	expect(await failure(s3.send(sent))).toEqual({ name: 'NotImplemented', status: 501 });

	expect((await failure(s3.send(new HeadObjectCommand(OBJECT)))).status).toBe(404);
});
