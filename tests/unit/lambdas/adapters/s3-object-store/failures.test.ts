import { S3ServiceException } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { asUnavailable } from '../../../../../lambdas/adapters/s3-object-store/failures.ts';

function refusal(name: string, httpStatusCode: number): S3ServiceException {
	const $fault = httpStatusCode < 500 ? 'client' : 'server';
	return new S3ServiceException({ name, $fault, $metadata: { httpStatusCode } });
}

const failing = (error: Error) => asUnavailable(() => Promise.reject(error));

test.each([
	['our clock is far from that of S3', refusal('RequestTimeTooSkewed', 403)],
	['S3 waited too long for a body', refusal('RequestTimeout', 400)],
	['S3 asks for less', refusal('SlowDown', 503)],
	['S3 asks for less by another name', refusal('TooManyRequests', 429)],
	['another call is changing the same', refusal('OperationAborted', 409)],
	['S3 fails', refusal('InternalError', 500)],
	['S3 fails within a 200, as it puts parts together', refusal('InternalError', 200)],
	['S3 is full', refusal('InsufficientStorage', 507)],
	['no connection comes about', new TypeError('fetch failed')],
])('passes by itself, and is said to be unavailable: %s', async (_what, error) => {
	await expect(failing(error)).rejects.toMatchObject({ code: 'unavailable', cause: error });
});

test.each([
	['NoSuchKey', 404],
	['NoSuchUpload', 404],
	['AccessDenied', 403],
	['PreconditionFailed', 412],
	['NotModified', 304],
	['InvalidPart', 400],
	['EntityTooSmall', 200],
])('is a refusal for the caller to judge: %s, %i', async (name, status) => {
	const error = refusal(name, status);

	await expect(failing(error)).rejects.toBe(error);
});

test('what comes back is the answer', async () => {
	await expect(asUnavailable(() => Promise.resolve('answer'))).resolves.toBe('answer');
});
