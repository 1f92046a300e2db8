import { S3Client } from '@aws-sdk/client-s3';
import { REQUEST_TIMES } from './request-times.ts';

/** Region, credentials and endpoint come from the SDK's own variables. */
export function createS3Client(): S3Client {
	return new S3Client({
		// The SDK would add its own checksum of an empty body to what it signs for others.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		// Three tries of what fails; the deadline of the request ends them all.
		maxAttempts: 3,
		requestHandler: { ...REQUEST_TIMES },
	});
}
