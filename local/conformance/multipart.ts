import { UploadPartCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { MultipartUpload, PART_BYTES } from './multipart-upload.ts';
import { assertFails, optional, required, type Probe } from './probe.ts';
import { sha256 } from './target.ts';

const tail = (): Buffer => randomBytes(100);

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
		assert.equal((await target.head(upload.key)).ChecksumSHA256, expected);
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
		// Both are large enough: a small part before another would be refused for its size.
		const whole = randomBytes(PART_BYTES);
		const parts = [await upload.send(1, whole), await upload.send(2, whole)];
		await assertFails(upload.complete(parts.reverse()), {
			codes: ['InvalidPartOrder'],
			status: 400,
		});
		await upload.abort();
	}),
	required('refuses to complete with another checksum of a part', async (target) => {
		const upload = await MultipartUpload.begin(target);
		const part = await upload.send(1, tail());
		const wrong = { ...part, ChecksumSHA256: sha256('other') };
		await assertFails(upload.complete([wrong]), { status: 400 });
		await upload.complete([part]);
	}),
	required('refuses to complete an upload with no part', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await assertFails(upload.complete([]), { status: 400 });
		await upload.abort();
	}),
	required('refuses a part with a checksum of another kind than its upload’s', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.send(1, Buffer.from('part'));
		const crc32 = { ChecksumCRC32: 'SQ9wxg==' };
		await assertFails(upload.send(2, Buffer.from('part'), crc32), {
			codes: ['InvalidRequest'],
			status: 400,
		});
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
	optional(
		'answers a repeated request to complete as the first, while the version is there',
		async (target) => {
			const upload = await MultipartUpload.begin(target);
			const part = await upload.send(1, tail());
			const first = await upload.complete([part]);
			const again = await upload.complete([part]);
			assert.deepEqual([again.VersionId, again.ETag], [first.VersionId, first.ETag]);
			const other = { ...part, ETag: `"${'0'.repeat(32)}"` };
			await assertFails(upload.complete([other]), { codes: ['NoSuchUpload'], status: 404 });
			await target.remove(upload.key, first.VersionId);
			await assertFails(upload.complete([part]), { codes: ['NoSuchUpload'], status: 404 });
		},
	),
	required('answers 404 to a part after the upload was aborted', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.send(1, tail());
		await upload.abort();
		const late = upload.send(2, tail());
		await assertFails(late, { codes: ['NoSuchUpload'], status: 404 });
	}),
	required('answers 404 to a list of parts after the upload was aborted', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.parts();
		await upload.abort();
		await assertFails(upload.parts(), { codes: ['NoSuchUpload'], status: 404 });
	}),
	required('answers 404 to a part after the upload was completed', async (target) => {
		const upload = await MultipartUpload.begin(target);
		await upload.complete([await upload.send(1, tail())]);
		const late = upload.send(2, tail());
		await assertFails(late, { codes: ['NoSuchUpload'], status: 404 });
	}),
];

export const multipartProbes: readonly Probe[] = [...completing, ...refusing];
