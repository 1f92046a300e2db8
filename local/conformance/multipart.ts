import {
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Crc64Nvme } from '../s3/crc64nvme.ts';
import { MultipartUpload, PART_BYTES } from './multipart-upload.ts';
import { assertFails, assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';
import { sha256, type Target } from './target.ts';

const tail = (): Buffer => randomBytes(100);

function crc64(body: Uint8Array): string {
	return new Crc64Nvme().update(body).digest().toString('base64');
}

const completing: readonly Probe[] = [
	required('joins parts in the order of their numbers', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const [first, last] = [randomBytes(PART_BYTES), tail()];
		const second = await upload.send(2, last);
		const parts = [await upload.send(1, first), second];
		await upload.complete(parts);
		assert.deepEqual(await target.read(upload.key), Buffer.concat([first, last]));
	}),
	required('takes a single part of one byte', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.complete([await upload.send(1, Buffer.from('1'))]);
		assert.equal((await target.read(upload.key)).toString(), '1');
	}),
	required('shows nothing of an upload before it is completed', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.send(1, tail());
		assert.equal(await target.exists(upload.key), false);
		await upload.abort();
	}),
	required('keeps the last part sent under a number', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.send(1, tail());
		const last = tail();
		await upload.complete([await upload.send(1, last)]);
		assert.deepEqual(await target.read(upload.key), last);
	}),
	required('makes one checksum of the parts’ SHA-256', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const bodies = [randomBytes(PART_BYTES), tail()];
		const parts = [];
		for (const [index, body] of bodies.entries()) parts.push(await upload.send(index + 1, body));
		const hash = createHash('sha256');
		for (const body of bodies) hash.update(createHash('sha256').update(body).digest());
		const expected = `${hash.digest('base64')}-2`;
		const completed = await upload.complete(parts);
		assert.equal(completed.ChecksumSHA256, expected);
		const head = new HeadObjectCommand({
			Bucket: target.bucket,
			Key: upload.key,
			ChecksumMode: 'ENABLED',
		});
		assert.equal((await target.client.send(head)).ChecksumSHA256, expected);
	}),
	required('makes the CRC64NVME of the whole object of its parts', async (target) => {
		const upload = await MultipartUpload.begin(target, {
			ChecksumAlgorithm: 'CRC64NVME',
			ChecksumType: 'FULL_OBJECT',
		});
		const bodies = [randomBytes(PART_BYTES), tail()];
		const parts = [];
		for (const [index, body] of bodies.entries()) {
			parts.push(await upload.send(index + 1, body, { ChecksumCRC64NVME: crc64(body) }));
		}
		const completed = await upload.complete(parts);
		assert.equal(completed.ChecksumCRC64NVME, crc64(Buffer.concat(bodies)));
	}),
	required(
		'takes parts with a checksum of their own where the upload chose none',
		async (target) => {
			const bodies = [randomBytes(PART_BYTES), tail()];
			const upload = await MultipartUpload.begin(target, { ChecksumAlgorithm: undefined });
			const parts = [];
			for (const [index, body] of bodies.entries()) {
				const { ETag, PartNumber } = await upload.send(index + 1, body, {
					ChecksumAlgorithm: 'CRC32',
				});
				parts.push({ ETag, PartNumber });
			}
			await upload.complete(parts);
			assert.deepEqual(await target.read(upload.key), Buffer.concat(bodies));
		},
	),
	required('answers 412 where the key exists when an upload is completed', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const part = await upload.send(1, tail());
		await target.put(upload.key, 'first');
		await assertFails(upload.complete([part], { IfNoneMatch: '*' }), { status: 412 });
		assert.equal((await target.read(upload.key)).toString(), 'first');
		await upload.abort();
	}),
];

const refusing: readonly Probe[] = [
	required('refuses a part but the last under 5 MiB', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const parts = [await upload.send(1, tail()), await upload.send(2, tail())];
		await assertFails(upload.complete(parts), { codes: ['EntityTooSmall'], status: 400 });
		await upload.abort();
	}),
	required('refuses a part that was never sent', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const part = await upload.send(1, tail());
		const missing = { ...part, PartNumber: 2 };
		await assertFails(upload.complete([missing]), { codes: ['InvalidPart'], status: 400 });
		await upload.abort();
	}),
	required('refuses a part with another ETag', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const part = await upload.send(1, tail());
		const wrong = { ...part, ETag: `"${'0'.repeat(32)}"` };
		await assertFails(upload.complete([wrong]), { codes: ['InvalidPart'], status: 400 });
		await upload.abort();
	}),
	required('refuses parts out of order', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const parts = [await upload.send(1, tail()), await upload.send(2, tail())];
		await assertFails(upload.complete(parts.reverse()), {
			codes: ['InvalidPartOrder'],
			status: 400,
		});
		await upload.abort();
	}),
	required('refuses to complete an upload with no part', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await assertFails(upload.complete([]), { status: 400 });
		await upload.abort();
	}),
	required('refuses a part whose bytes do not match its checksum', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const wrong = upload.send(1, tail(), { ChecksumSHA256: sha256('other') });
		await assertFails(wrong, { status: 400 });
		assert.equal((await upload.parts()).Parts?.length ?? 0, 0);
		await upload.abort();
	}),
	...[0, 10_001].map((partNumber) =>
		required(`refuses part number ${String(partNumber)}`, async (target) => {
			const upload = await MultipartUpload.begin(target);
			await assertFails(upload.send(partNumber, tail()), { status: 400 });
			await upload.abort();
		}),
	),
	required('refuses an upload id with another key', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const other = new UploadPartCommand({
			Bucket: target.bucket,
			Key: target.newKey(),
			UploadId: upload.uploadId,
			PartNumber: 1,
			Body: 'x',
		});
		await assertFails(target.client.send(other), { codes: ['NoSuchUpload'], status: 404 });
		await upload.abort();
	}),
	required('answers 404 to a part after the upload was aborted', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.send(1, tail());
		await upload.abort();
		const late = upload.send(2, tail());
		await assertFails(late, { codes: ['NoSuchUpload'], status: 404 });
	}),
	required('answers 404 to a part after the upload was completed', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.complete([await upload.send(1, tail())]);
		const late = upload.send(2, tail());
		await assertFails(late, { codes: ['NoSuchUpload'], status: 404 });
	}),
	required('refuses a presigned part under another number or upload', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const body = tail();
		const url = await presignPart(target, upload, body);
		const headers = {
			'content-length': String(body.length),
			'x-amz-checksum-sha256': sha256(body),
		};
		const sent = { method: 'PUT', headers, body };
		assertRefused(await rawRequest(url.replace('partNumber=1', 'partNumber=2'), sent), [403]);
		assertRefused(await rawRequest(url.replace('uploadId=', 'uploadId=x'), sent), [403]);
		assertStatus(await rawRequest(url, sent), 200);
		const longer = { ...headers, 'content-length': String(body.length + 1) };
		const padded = Buffer.concat([body, Buffer.from('!')]);
		assertRefused(await rawRequest(url, { ...sent, headers: longer, body: padded }), [403]);
		await upload.abort();
	}),
];

async function presignPart(target: Target, upload: MultipartUpload, body: Buffer): Promise<string> {
	const command = new UploadPartCommand({
		Bucket: target.bucket,
		Key: upload.key,
		UploadId: upload.uploadId,
		PartNumber: 1,
		ContentLength: body.length,
		ChecksumSHA256: sha256(body),
	});
	const signed = ['host', 'content-length', 'x-amz-checksum-sha256'];
	return getSignedUrl(target.client, command, {
		signableHeaders: new Set(signed),
		unhoistableHeaders: new Set(signed),
	});
}

const listing: readonly Probe[] = [
	required('lists the parts of an upload page by page', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const bodies = Array.from({ length: 5 }, (_, index) => Buffer.alloc(index + 1, index));
		for (const [index, body] of bodies.entries()) await upload.send(index + 1, body);
		const found = [];
		for (let after: string | undefined, more = true; more;) {
			const page = await upload.parts(2, after);
			assert.ok((page.Parts?.length ?? 0) <= 2, 'a page was longer than asked for');
			found.push(...(page.Parts ?? []));
			more = page.IsTruncated ?? false;
			after = page.NextPartNumberMarker;
		}
		assert.deepEqual(
			found.map((part) => [part.PartNumber, part.Size, part.ChecksumSHA256]),
			bodies.map((body, index) => [index + 1, body.length, sha256(body)]),
		);
		await upload.abort();
	}),
	required('lists unfinished uploads page by page, and only those', async (target) => {
		const prefix = `${target.newKey('uploads')}/`;
		const uploads: MultipartUpload[] = [];
		for (const name of ['a', 'a', 'b', 'c', 'd']) {
			uploads.push(await MultipartUpload.begin(target, { Key: prefix + name }));
		}
		await uploads.pop()?.abort();
		const found: string[] = [];
		for (let markers = {}, more = true; more;) {
			const page = await target.client.send(
				new ListMultipartUploadsCommand({
					Bucket: target.bucket,
					Prefix: prefix,
					MaxUploads: 1,
					...markers,
				}),
			);
			found.push(...(page.Uploads ?? []).map((each) => each.UploadId ?? ''));
			more = page.IsTruncated ?? false;
			markers = {
				KeyMarker: page.NextKeyMarker,
				UploadIdMarker: page.NextUploadIdMarker,
			};
		}
		assert.deepEqual(found.toSorted(), uploads.map((each) => each.uploadId).toSorted());
		for (const upload of uploads) await upload.abort();
	}),
];

export const multipartProbes: readonly Probe[] = [...completing, ...refusing, ...listing];
