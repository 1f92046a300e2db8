import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { MultipartUpload } from './multipart-upload.ts';
import { required, type Probe } from './probe.ts';
import { sha256 } from './target.ts';

/** What an upload resumes from, and what the sweep compares. */
export const multipartListProbes: readonly Probe[] = [
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
