import type { Call, Reply } from '../call.ts';
import {
	checksumHeader,
	declaredChecksum,
	type Checksum,
	type ChecksumAlgorithm,
} from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { encryptionHeaders } from '../object-headers.ts';
import { receiveBody } from '../receive-body.ts';
import type { Upload } from '../store/uploads.ts';
import { findUpload } from './find-upload.ts';
import { parsePartNumber, storePart } from './store-part.ts';

/** The same number may be sent again: the transfer that finishes last is the part. */
export async function uploadPart(call: Call): Promise<Reply> {
	const { request, identity } = call;
	const partNumber = parsePartNumber(call);
	const declared = declaredChecksum(request.headers) ?? declaredChecksum(request.query);
	checkAlgorithm(declared?.algorithm, findUpload(call));
	let received: Checksum | undefined;
	const part = await storePart(call, partNumber, async (write) => {
		const body = await receiveBody(request, { identity, write });
		received = body.checksum;
		return body;
	});
	return {
		status: 200,
		headers: {
			etag: `"${part.eTag}"`,
			...(received && { [checksumHeader(received.algorithm)]: received.value }),
			...encryptionHeaders(call.bucket.properties),
		},
	};
}

/** A part carries the checksum that its upload was begun with. Where none was chosen, any will do. */
function checkAlgorithm(given: ChecksumAlgorithm | undefined, upload: Upload): void {
	if (upload.checksumAlgorithm === undefined || given === upload.checksumAlgorithm) return;
	throw new S3Error('InvalidRequest', {
		message:
			'Checksum Type mismatch occurred, expected checksum Type: ' +
			`${upload.checksumAlgorithm.toLowerCase()}, ` +
			`actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
	});
}
