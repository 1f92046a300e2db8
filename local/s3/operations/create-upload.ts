import { xmlReply, type Call, type Reply } from '../call.ts';
import { parseAlgorithm } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import {
	checkWriteInstructions,
	encryptionHeaders,
	objectHeaders,
	storageClassOf,
} from '../object-headers.ts';
import { parseTagHeader, tagsOfWrite } from '../tags.ts';
import { element, s3Document } from '../xml.ts';

/** CreateMultipartUpload: nothing is visible until it is completed. */
export async function createUpload(call: Call): Promise<Reply> {
	const { request, bucket, key } = call;
	const instruction = (name: string): string | undefined => request.instruction(name);
	checkWriteInstructions(instruction, bucket.properties);
	const declared = instruction('x-amz-checksum-algorithm');
	const checksumAlgorithm = declared ? parseAlgorithm(declared) : undefined;
	if (instruction('x-amz-checksum-type')?.toUpperCase() === 'FULL_OBJECT') {
		throw new S3Error('NotImplemented', {
			message: 'Checksums of whole objects are not made of those of their parts',
		});
	}
	const tags = await tagsOfWrite(call, parseTagHeader(instruction('x-amz-tagging') ?? ''));
	const upload = await call.changes.commit(() =>
		call.storage.uploads.create({
			bucket: bucket.name,
			key,
			initiatedAt: call.now,
			headers: objectHeaders(request.headers),
			storageClass: storageClassOf(instruction),
			checksumAlgorithm,
			...tags,
		}),
	);
	const reply = xmlReply(
		s3Document('InitiateMultipartUploadResult', [
			element('Bucket', bucket.name),
			element('Key', key),
			element('UploadId', upload.uploadId),
		]),
	);
	return {
		...reply,
		headers: {
			...reply.headers,
			...encryptionHeaders(bucket.properties),
			...(checksumAlgorithm && {
				'x-amz-checksum-algorithm': checksumAlgorithm,
				'x-amz-checksum-type': 'COMPOSITE',
			}),
		},
	};
}
