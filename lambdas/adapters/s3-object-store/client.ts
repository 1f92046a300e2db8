import { S3Client } from '@aws-sdk/client-s3';

/** Region, credentials and endpoint come from the SDK's own variables. */
export function createS3Client(): S3Client {
	return new S3Client({
		// The SDK would add its own checksum of an empty body to what it signs for others.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		// A request of ours must answer within seconds even where S3 does not: three short tries.
		maxAttempts: 3,
		requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
	});
}
