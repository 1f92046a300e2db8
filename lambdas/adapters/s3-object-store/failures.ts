import { S3ServiceException } from '@aws-sdk/client-s3';
import { VaultError } from '../../domain/vault-error.ts';
import type { LongCall } from '../../runtime/patience.ts';
import { patientCall, type CallOptions } from '../patient-call.ts';

/** Refusals that pass by themselves, though S3 gives some of them a 4xx status. */
const PASSING = new Set(['RequestTimeTooSkewed', 'RequestTimeout', 'SlowDown', 'OperationAborted']);

/** Runs one call; where S3 does not answer, or not now, throws `VaultError('unavailable')`. */
export async function asUnavailable<T>(
	call: (options: CallOptions) => Promise<T>,
	long?: LongCall,
): Promise<T> {
	try {
		return await patientCall('storage', call, long);
	} catch (error) {
		if (error instanceof VaultError || isRefusal(error)) throw error;
		throw new VaultError('unavailable', { cause: error });
	}
}

/** S3 has understood the request and says no; everything else is a fault on the way. */
function isRefusal(error: unknown): boolean {
	if (!(error instanceof S3ServiceException) || PASSING.has(error.name)) return false;
	const status = error.$metadata.httpStatusCode ?? 0;
	// CompleteMultipartUpload may say in a 200 that it failed inside S3.
	return status >= 300 && status < 500
		? status !== 429
		: status === 200 && error.name !== 'InternalError';
}

export function named(error: unknown, ...names: readonly string[]): boolean {
	return error instanceof S3ServiceException && names.includes(error.name);
}

export function isAbsent(error: unknown): boolean {
	return named(error, 'NotFound', 'NoSuchKey', 'NoSuchVersion') || status(error) === 404;
}

/** A version that S3 cannot have given: it calls its id malformed, and has no body to say so after a HEAD. */
export function isMalformed(error: unknown): boolean {
	return status(error) === 400;
}

export function isForbidden(error: unknown): boolean {
	return status(error) === 403;
}

function status(error: unknown): number | undefined {
	return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
