import { xmlReply, type Call, type Reply } from '../call.ts';
import { checksumElement, parseAlgorithm } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import {
	checkWriteInstructions,
	encryptionHeaders,
	objectHeaders,
	storageClassOf,
} from '../object-headers.ts';
import { refuseConditionalWrite } from '../preconditions.ts';
import { measure } from '../receive-body.ts';
import type { StoredObject } from '../store/object-version.ts';
import { readPieces, wholeOf } from '../store/read-pieces.ts';
import { parseTagHeader, tagsOfWrite } from '../tags.ts';
import { element, s3Document } from '../xml.ts';
import { checkCopySize, findCopySource } from './copy-source.ts';
import { storeObject } from './store-object.ts';

const DIRECTIVES = ['COPY', 'REPLACE'];

/**
 * CopyObject. The copy is an object in one piece, whatever its source was: its ETag is an MD5, and its
 * checksum, of the algorithm of the source or of the one named, is of all its bytes. The class of the
 * source is not copied.
 */
export async function copyObject(call: Call): Promise<Reply> {
	const { request, bucket, storage } = call;
	const instruction = (name: string): string | undefined => request.instruction(name);
	refuseConditionalWrite(request);
	checkWriteInstructions(instruction, bucket.properties);
	const isReplacing = directive(call, 'x-amz-metadata-directive') === 'REPLACE';
	const source = await findCopySource(call);
	const { sizeBytes, checksum, pieces, headers } = source.content;
	const tags = await tagsOfCopy(call, source);
	checkCopySize(sizeBytes);
	const storageClass = storageClassOf(instruction);
	if (!isReplacing) refuseCopyOntoItself(call, source, storageClass);
	const named = instruction('x-amz-checksum-algorithm');
	const algorithm = named === undefined ? checksum?.algorithm : parseAlgorithm(named);
	const stored = await storeObject(
		call,
		{
			key: call.key,
			headers: isReplacing ? objectHeaders(request.headers) : headers,
			storageClass,
			...tags,
			eventName: 's3:ObjectCreated:Copy',
		},
		(write) =>
			measure(
				readPieces(storage.blobs, pieces, wholeOf(sizeBytes)),
				{ sizeBytes, algorithm },
				write,
			),
	);
	return reply(call, stored, source);
}

/** The source's, which take the permission to read them, or those that the request names instead. */
async function tagsOfCopy(call: Call, { bucket, key, content }: StoredObject) {
	if (directive(call, 'x-amz-tagging-directive') === 'REPLACE') {
		return tagsOfWrite(call, parseTagHeader(call.request.instruction('x-amz-tagging') ?? ''));
	}
	const { tags = {} } = content;
	if (Object.keys(tags).length === 0) return {};
	if (await call.may('s3:GetObjectTagging', key, bucket)) return tagsOfWrite(call, tags);
	const message = `${call.identity.principal} is not authorized to perform s3:GetObjectTagging`;
	throw new S3Error('AccessDenied', { message });
}

function directive({ request }: Call, name: string): string {
	const value = request.instruction(name) ?? 'COPY';
	if (DIRECTIVES.includes(value)) return value;
	throw new S3Error('InvalidArgument', { message: `Unknown ${name.slice('x-amz-'.length)}.` });
}

/** A version that is not the current one may become it so. */
function refuseCopyOntoItself(call: Call, source: StoredObject, storageClass: string): void {
	const isSame = source.bucket === call.bucket.name && source.key === call.key && source.isCurrent;
	if (!isSame || source.content.storageClass !== storageClass) return;
	throw new S3Error('InvalidRequest', {
		message:
			'This copy request is illegal because it is trying to copy an object to itself without changing ' +
			"the object's metadata, storage class, website redirect location or encryption attributes.",
	});
}

function reply(
	call: Call,
	{ versionId, modifiedAt, content }: StoredObject,
	source: StoredObject,
): Reply {
	const { eTag, checksum } = content;
	const document = xmlReply(
		s3Document('CopyObjectResult', [
			element('ETag', `"${eTag}"`),
			element('LastModified', modifiedAt),
			checksum && element('ChecksumType', checksum.type),
			checksum && element(checksumElement(checksum.algorithm), checksum.value),
		]),
	);
	return {
		...document,
		headers: {
			...document.headers,
			...(call.bucket.versioned && { 'x-amz-version-id': versionId }),
			...(source.versionId !== 'null' && { 'x-amz-copy-source-version-id': source.versionId }),
			...encryptionHeaders(call.bucket.properties),
		},
	};
}
