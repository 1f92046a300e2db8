import {
	CopyObjectCommand,
	RestoreObjectCommand,
	UploadPartCopyCommand,
	type CopyObjectCommandInput,
	type CopyObjectCommandOutput,
	type UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { MultipartUpload, PART_BYTES } from './multipart-upload.ts';
import { archive, eventsOf, own } from './own-probe.ts';
import { assertFails, optional, required, type Probe } from './probe.ts';
import { sha256, type ConformanceTarget } from './target.ts';

const BODY = 'copied bytes';

/** How `x-amz-copy-source` names a version; a key is encoded as in a path. */
function sourceOf(target: ConformanceTarget, key: string, versionId?: string): string {
	const path = [target.bucket, ...key.split('/')].map(encodeURIComponent).join('/');
	return versionId === undefined ? path : `${path}?versionId=${versionId}`;
}

type CopyOptions = Partial<CopyObjectCommandInput> & { readonly versionId?: string | undefined };

async function copy(
	target: ConformanceTarget,
	from: string,
	{ versionId, ...options }: CopyOptions = {},
): Promise<CopyObjectCommandOutput & { readonly key: string }> {
	const key = options.Key ?? target.newKey();
	const copied = await target.client.send(
		new CopyObjectCommand({
			Bucket: target.bucket,
			Key: key,
			CopySource: sourceOf(target, from, versionId),
			...options,
		}),
	);
	return { ...copied, key };
}

async function putDescribed(target: ConformanceTarget, key = target.newKey()): Promise<string> {
	await target.client.send(
		target.putCommand({
			Key: key,
			Body: BODY,
			ContentType: 'text/plain',
			ContentDisposition: 'inline',
			Metadata: { colour: 'red' },
			ChecksumSHA256: sha256(BODY),
		}),
	);
	return key;
}

const whole: readonly Probe[] = [
	required('copies an object with its type, its metadata and its checksum', async (target) => {
		const from = await putDescribed(target, target.newKey('a b+é?.txt'));
		const { key, CopyObjectResult, VersionId } = await copy(target, from);
		assert.equal((await target.read(key)).toString(), BODY);
		const head = await target.head(key);
		assert.equal(head.ContentType, 'text/plain');
		assert.equal(head.ContentDisposition, 'inline');
		assert.deepEqual(head.Metadata, { colour: 'red' });
		assert.equal(head.ChecksumSHA256, sha256(BODY));
		assert.equal(head.VersionId, VersionId);
		assert.equal(CopyObjectResult?.ETag, head.ETag);
		assert.equal(CopyObjectResult?.ChecksumSHA256, sha256(BODY));
	}),
	required('copies the version named', async (target) => {
		const from = target.newKey();
		const { versionId } = await target.put(from, 'first');
		await target.put(from, 'second');
		const { key, CopySourceVersionId } = await copy(target, from, { versionId });
		assert.equal((await target.read(key)).toString(), 'first');
		assert.equal(CopySourceVersionId, versionId);
	}),
	required('copies onto the same key what is another version or class then', async (target) => {
		const from = target.newKey();
		const { versionId } = await target.put(from, 'first');
		await target.put(from, 'second');
		await copy(target, from, { versionId, Key: from });
		assert.equal((await target.read(from)).toString(), 'first');
		await copy(target, from, { Key: from, StorageClass: 'STANDARD_IA' });
		assert.equal((await target.head(from)).StorageClass, 'STANDARD_IA');
		await copy(target, from, { Key: from });
		assert.equal((await target.head(from)).StorageClass, undefined);
	}),
	required('does not copy an object onto itself without any change', async (target) => {
		const from = await putDescribed(target);
		await assertFails(copy(target, from, { Key: from }), {
			codes: ['InvalidRequest'],
			status: 400,
		});
		await copy(target, from, { Key: from, MetadataDirective: 'REPLACE' });
		const { Metadata } = await target.head(from);
		assert.deepEqual(Metadata, {});
	}),
	required('takes metadata from the request where it is told to, and only then', async (target) => {
		const from = await putDescribed(target);
		const given = { ContentType: 'image/png', Metadata: { colour: 'blue' } };
		const kept = await target.head((await copy(target, from, given)).key);
		assert.deepEqual([kept.ContentType, kept.Metadata], ['text/plain', { colour: 'red' }]);
		const replaced = await copy(target, from, { ...given, MetadataDirective: 'REPLACE' });
		const head = await target.head(replaced.key);
		assert.deepEqual([head.ContentType, head.Metadata], ['image/png', { colour: 'blue' }]);
		assert.equal(head.ContentDisposition, undefined);
		assert.equal(head.ChecksumSHA256, sha256(BODY));
	}),
	required('copies only while the conditions on the source hold', async (target) => {
		const from = await putDescribed(target);
		const { ETag, LastModified } = await target.head(from);
		const before = new Date((LastModified?.getTime() ?? 0) - 60_000);
		for (const holding of [
			{ CopySourceIfMatch: ETag },
			{ CopySourceIfNoneMatch: '"other"' },
			{ CopySourceIfUnmodifiedSince: LastModified },
			{ CopySourceIfModifiedSince: before },
			{ CopySourceIfMatch: ETag, CopySourceIfUnmodifiedSince: before },
		]) {
			await copy(target, from, holding);
		}
		for (const failing of [
			{ CopySourceIfMatch: '"other"' },
			{ CopySourceIfNoneMatch: ETag },
			{ CopySourceIfUnmodifiedSince: before },
			{ CopySourceIfModifiedSince: LastModified },
			{ CopySourceIfNoneMatch: ETag, CopySourceIfModifiedSince: before },
		]) {
			const Key = target.newKey();
			const refusal = { codes: ['PreconditionFailed'], status: 412 };
			await assertFails(copy(target, from, { ...failing, Key }), refusal);
			assert.equal(await target.exists(Key), false);
		}
	}),
	required('answers 404 to a copy of what is not there', async (target) => {
		const from = target.newKey();
		await assertFails(copy(target, from), { codes: ['NoSuchKey'], status: 404 });
		const { versionId } = await target.put(from, 'gone');
		await target.remove(from, versionId);
		await assertFails(copy(target, from, { versionId }), {
			codes: ['NoSuchVersion'],
			status: 404,
		});
		await target.put(from, 'hidden');
		await target.remove(from);
		await assertFails(copy(target, from), { codes: ['NoSuchKey'], status: 404 });
	}),
	optional(
		'makes one piece of an object in parts, with a checksum of all its bytes',
		async (target) => {
			const upload = await MultipartUpload.begin(target);
			const parts = [Buffer.alloc(PART_BYTES, 'a'), Buffer.from('end')];
			await upload.complete([
				await upload.send(1, parts[0] ?? Buffer.alloc(0)),
				await upload.send(2, parts[1] ?? Buffer.alloc(0)),
			]);
			const { key } = await copy(target, upload.key);
			const head = await target.head(key);
			const bytes = Buffer.concat(parts);
			assert.equal(head.ETag, `"${createHash('md5').update(bytes).digest('hex')}"`);
			assert.equal(head.ChecksumType, 'FULL_OBJECT');
			assert.equal(head.ChecksumSHA256, sha256(bytes));
			assert.ok((await target.read(key)).equals(bytes));
		},
	),
	own('does not copy an archived object until it is restored', true, async (target, server) => {
		const from = await archive(target, server);
		await assertFails(copy(target, from), {
			codes: ['InvalidObjectState', 'ObjectNotInActiveTierError'],
			status: 403,
		});
		const RestoreRequest = { Days: 1, GlacierJobParameters: { Tier: 'Standard' as const } };
		await target.client.send(
			new RestoreObjectCommand({ Bucket: target.bucket, Key: from, RestoreRequest }),
		);
		await assertFails(copy(target, from), { status: 403 });
		await server.advanceHours(5);
		const { key } = await copy(target, from, { Key: from });
		assert.equal((await target.read(key)).toString(), 'cold');
		const { StorageClass, Restore } = await target.head(key);
		assert.deepEqual([StorageClass, Restore], [undefined, undefined]);
	}),
	own('tells of a copy', true, async (target, server) => {
		const from = await putDescribed(target);
		const { key, VersionId } = await copy(target, from);
		const [record, ...more] = await eventsOf(server, key);
		assert.equal(record?.eventName, 'ObjectCreated:Copy');
		assert.equal(record.s3.object.size, BODY.length);
		assert.equal(record.s3.object.versionId, VersionId);
		assert.deepEqual(more, []);
	}),
];

async function copyPart(
	target: ConformanceTarget,
	upload: MultipartUpload,
	from: string,
	options: Partial<UploadPartCopyCommandInput> = {},
) {
	const { CopyPartResult } = await target.client.send(
		new UploadPartCopyCommand({
			Bucket: target.bucket,
			Key: upload.key,
			UploadId: upload.uploadId,
			PartNumber: 1,
			CopySource: sourceOf(target, from),
			...options,
		}),
	);
	return { PartNumber: options.PartNumber ?? 1, ...CopyPartResult };
}

const parts: readonly Probe[] = [
	required('copies ranges of an object as parts, with their checksums', async (target) => {
		const from = target.newKey();
		const bytes = Buffer.concat([Buffer.alloc(PART_BYTES, 'a'), Buffer.alloc(1000, 'b')]);
		await target.put(from, bytes);
		const upload = await MultipartUpload.begin(target);
		const end = PART_BYTES - 1;
		const first = await copyPart(target, upload, from, {
			CopySourceRange: `bytes=0-${String(end)}`,
		});
		const second = await copyPart(target, upload, from, {
			PartNumber: 2,
			CopySourceRange: `bytes=${String(end + 1)}-${String(bytes.length - 1)}`,
		});
		assert.equal(first.ChecksumSHA256, sha256(bytes.subarray(0, PART_BYTES)));
		assert.equal(second.ChecksumSHA256, sha256(bytes.subarray(PART_BYTES)));
		await upload.complete([first, second]);
		assert.ok((await target.read(upload.key)).equals(bytes));
		assert.equal((await target.head(upload.key)).ChecksumType, 'COMPOSITE');
	}),
	required('copies a whole object as a part where no range is named', async (target) => {
		const from = target.newKey();
		await target.put(from, 'whole');
		const upload = await MultipartUpload.begin(target);
		await upload.complete([await copyPart(target, upload, from)]);
		assert.equal((await target.read(upload.key)).toString(), 'whole');
	}),
	required('refuses a range to copy that is not within the object', async (target) => {
		const from = target.newKey();
		await target.put(from, Buffer.alloc(PART_BYTES + 1));
		const upload = await MultipartUpload.begin(target);
		for (const CopySourceRange of ['bytes=0-', 'bytes=-5', '0-5', 'bytes=5-4', 'bytes=0-1,3-4']) {
			await assertFails(copyPart(target, upload, from, { CopySourceRange }), { status: 400 });
		}
		const beyond = `bytes=0-${String(PART_BYTES + 1)}`;
		await assertFails(copyPart(target, upload, from, { CopySourceRange: beyond }), {});
		const right = await copyPart(target, upload, from, {
			CopySourceRange: `bytes=0-${String(PART_BYTES)}`,
		});
		await upload.complete([right]);
	}),
	required('refuses a copied part of an upload that is not there', async (target) => {
		const from = target.newKey();
		await target.put(from, 'x');
		const upload = await MultipartUpload.begin(target);
		await upload.complete([await copyPart(target, upload, from)]);
		await assertFails(copyPart(target, upload, from), { codes: ['NoSuchUpload'], status: 404 });
	}),
];

export const copyProbes: readonly Probe[] = [...whole, ...parts];
