import { statusOfCode, type Problem } from '#contract/errors';
import { VaultError } from '../domain/vault-error.ts';
import { jsonResult } from './result.ts';

/** When to ask again, in seconds, where asking again makes sense and nothing closer is known. */
const RETRY_AFTER_SECONDS = 2;

/** The answer to anything thrown: our own codes as they are, everything else as `internal` and not a word more. */
export function problemOf(
	error: unknown,
	requestId: string,
	headers: Readonly<Record<string, string>> = {},
): ReturnType<typeof jsonResult> {
	const refusal = error instanceof VaultError ? error : new VaultError('internal');
	const { code, field, reason, retryAfterSeconds = RETRY_AFTER_SECONDS } = refusal;
	const status = statusOfCode[code];
	const body: Problem = {
		status,
		title: code.replaceAll('_', ' '),
		code,
		field,
		reason,
		requestId,
	};
	return jsonResult(status, body, {
		'content-type': 'application/problem+json',
		...((status === 503 || status === 429) && { 'retry-after': String(retryAfterSeconds) }),
		...headers,
	});
}
