import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { eventOf, xmlReply, type Call, type Reply } from '../call.ts';
import { checksumElement, compositeChecksum, declaredChecksum } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { encryptionHeaders } from '../object-headers.ts';
import { parseXml } from '../parse-xml.ts';
import { refuseConditionalWrite, unquote } from '../preconditions.ts';
import { receiveText } from '../receive-body.ts';
import { isStoredObject, type ObjectContent, type StoredObject } from '../store/object-version.ts';
import type { Upload, UploadedPart } from '../store/uploads.ts';
import { encodePath } from '../uri.ts';
import { element, s3Document } from '../xml.ts';
import { findUpload } from './find-upload.ts';

/** Every part but the last has at least 5 MiB. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
/** Ten thousand parts with their checksums. */
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

const NamedPart = v.object({
	PartNumber: v.pipe(v.string(), v.digits(), v.transform(Number)),
	ETag: v.string(),
	ChecksumSHA256: v.optional(v.string()),
	ChecksumCRC32: v.optional(v.string()),
});
const CompleteDocument = v.object({
	CompleteMultipartUpload: v.object({ Part: v.pipe(v.array(NamedPart), v.minLength(1)) }),
});

type Part = v.InferOutput<typeof NamedPart>;

/** CompleteMultipartUpload: the named parts, in order, become the newest version of the key. */
export async function completeUpload(call: Call): Promise<Reply> {
	const { request, identity } = call;
	refuseConditionalWrite(request);
	// Such a header would be about the object that the parts make, and not about the document.
	if (declaredChecksum(request.headers)) {
		throw new S3Error('NotImplemented', { message: 'A checksum of the whole is not implemented' });
	}
	const text = await receiveText(request, { identity, maxBytes: MAX_DOCUMENT_BYTES });
	const { Part: named } = parseXml(text, CompleteDocument).CompleteMultipartUpload;
	const stored = await call.changes.commit((change) => {
		const { uploads, versions } = call.storage;
		const repeated = completedBefore(call, named);
		if (repeated) return repeated;
		const upload = findUpload(call);
		const uploaded = uploads.parts(upload.uploadId);
		const parts = chooseParts(named, uploaded);
		const content = assemble(upload, parts);
		uploads.remove(upload);
		const used = new Set(parts.map((part) => part.blob));
		change.free(uploaded.map((part) => part.blob).filter((blob) => !used.has(blob)));
		const { added, freed } = versions.add({
			bucket: call.bucket.name,
			key: call.key,
			versioned: call.bucket.versioned,
			at: call.now,
			content,
		});
		change.free(freed);
		change.announce(eventOf(call, 's3:ObjectCreated:CompleteMultipartUpload', added));
		return { ...added, content };
	});
	return reply(call, stored);
}

/**
 * The object that an earlier request made of the same parts. AWS answers a repeated request as the first
 * one, since a client cannot know whether only the answer was lost; with other parts there is no upload.
 */
function completedBefore(
	{ bucket, key, request, storage }: Call,
	named: readonly Part[],
): StoredObject | undefined {
	const uploadId = request.parameter('uploadId') ?? '';
	const version = storage.versions.ofUpload(bucket.name, key, uploadId);
	if (!isStoredObject(version)) return undefined;
	const eTag = multipartETag(named.map((part) => unquote(part.ETag)));
	return version.content.eTag === eTag ? version : undefined;
}

/** The uploaded parts that the client names, once it has described them rightly. */
function chooseParts(named: readonly Part[], uploaded: readonly UploadedPart[]): UploadedPart[] {
	const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]));
	const ascending = named.every(
		(each, index) => index === 0 || each.PartNumber > (named[index - 1]?.PartNumber ?? 0),
	);
	if (!ascending) throw new S3Error('InvalidPartOrder');
	return named.map((each, index) => {
		const part = byNumber.get(each.PartNumber);
		if (part?.eTag !== unquote(each.ETag)) throw invalidPart(each);
		checkPartChecksum(each, part);
		if (part.sizeBytes < MIN_PART_BYTES && index < named.length - 1) {
			throw new S3Error('EntityTooSmall', {
				extra: {
					PartNumber: String(each.PartNumber),
					ProposedSize: String(part.sizeBytes),
					MinSizeAllowed: String(MIN_PART_BYTES),
				},
			});
		}
		return part;
	});
}

function checkPartChecksum(named: Part, { checksum }: UploadedPart): void {
	if (!checksum) return;
	const { algorithm, value } = checksum;
	const given = named[checksumElement(algorithm)];
	if (given !== undefined && given !== value) throw invalidPart(named);
	if (given === undefined) {
		throw new S3Error('InvalidRequest', {
			message:
				`The upload was created using a ${algorithm.toLowerCase()} checksum. The complete ` +
				'request must include the checksum for each part. It was missing for part ' +
				`${String(named.PartNumber)} in the request.`,
		});
	}
}

function invalidPart(named: Part): S3Error {
	return new S3Error('InvalidPart', {
		extra: { PartNumber: String(named.PartNumber), ETag: named.ETag },
	});
}

function assemble(upload: Upload, parts: readonly UploadedPart[]): ObjectContent {
	return {
		sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
		eTag: multipartETag(parts.map((part) => part.eTag)),
		storageClass: upload.storageClass,
		headers: upload.headers,
		checksum: wholeChecksum(upload, parts),
		pieces: parts.map(({ blob, sizeBytes }) => ({ blob, sizeBytes })),
		uploadId: upload.uploadId,
		...(upload.tags && { tags: upload.tags }),
	};
}

/** The MD5 of the parts' MD5s, and their number. */
function multipartETag(eTags: readonly string[]): string {
	const md5 = createHash('md5');
	for (const eTag of eTags) md5.update(Buffer.from(eTag, 'hex'));
	return `${md5.digest('hex')}-${String(eTags.length)}`;
}

function wholeChecksum(
	{ checksumAlgorithm: algorithm }: Upload,
	parts: readonly UploadedPart[],
): ObjectContent['checksum'] {
	if (!algorithm) return undefined;
	const checksums = parts.flatMap(({ checksum }) => checksum ?? []);
	return { algorithm, type: 'COMPOSITE', value: compositeChecksum(checksums, algorithm) };
}

function reply(call: Call, { versionId, content }: StoredObject): Reply {
	const { checksum } = content;
	const document = xmlReply(
		s3Document('CompleteMultipartUploadResult', [
			element('Location', `/${call.bucket.name}/${encodePath(call.key)}`),
			element('Bucket', call.bucket.name),
			element('Key', call.key),
			element('ETag', `"${content.eTag}"`),
			checksum && element(checksumElement(checksum.algorithm), checksum.value),
			checksum && element('ChecksumType', checksum.type),
		]),
	);
	return {
		...document,
		headers: {
			...document.headers,
			...(call.bucket.versioned && { 'x-amz-version-id': versionId }),
			...encryptionHeaders(call.bucket.properties),
		},
	};
}
