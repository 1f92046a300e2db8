import { xmlReply, type Call, type Reply } from '../call.ts';
import { parseAlgorithm, type ChecksumAlgorithm, type ChecksumType } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import {
	checkWriteInstructions,
	encryptionHeaders,
	objectHeaders,
	storageClassOf,
} from '../object-headers.ts';
import { element, s3Document } from '../xml.ts';

/** CreateMultipartUpload: nothing is visible until it is completed. */
export async function createUpload(call: Call): Promise<Reply> {
	const { request, bucket, key } = call;
	const instruction = (name: string): string | undefined => request.instruction(name);
	checkWriteInstructions(instruction, bucket.properties);
	const declared = instruction('x-amz-checksum-algorithm');
	const checksumAlgorithm = declared ? parseAlgorithm(declared) : 'CRC64NVME';
	const checksumType = typeOf(checksumAlgorithm, instruction('x-amz-checksum-type'));
	const upload = await call.changes.commit(() =>
		call.storage.uploads.create({
			bucket: bucket.name,
			key,
			initiatedAt: call.now,
			headers: objectHeaders(request.headers),
			storageClass: storageClassOf(instruction),
			checksumAlgorithm,
			checksumType,
			checksumDeclared: declared !== undefined,
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
			'x-amz-checksum-algorithm': checksumAlgorithm,
			'x-amz-checksum-type': checksumType,
		},
	};
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const TYPES: Readonly<Record<ChecksumAlgorithm, readonly ChecksumType[]>> = {
	SHA256: ['COMPOSITE'],
	CRC32: ['COMPOSITE', 'FULL_OBJECT'],
	CRC64NVME: ['FULL_OBJECT'],
};

function typeOf(algorithm: ChecksumAlgorithm, asked: string | undefined): ChecksumType {
	const type = TYPES[algorithm].find((each) => asked === undefined || each === asked);
	if (type) return type;
	throw new S3Error('InvalidRequest', {
		message: `The ${asked ?? ''} checksum type cannot be used with the ${algorithm} algorithm.`,
	});
}
