import { VaultError } from '../domain/vault-error.ts';

/** What broke, for the log. The driver's messages may quote values, so of its errors only the code is kept. */
export function faultOf(error: unknown): object {
	const cause = error instanceof VaultError ? error.cause : error;
	if (!(cause instanceof Error)) return { name: typeof cause };
	if ('code' in cause) return { name: cause.name, code: cause.code };
	const { name, message, stack } = cause;
	return { name, ...statusOf(cause), message, stack };
}

/** Of an answer of AWS: some servers send nothing but this. */
function statusOf(cause: object): { status?: unknown } {
	const metadata = '$metadata' in cause ? cause.$metadata : undefined;
	if (typeof metadata !== 'object' || metadata === null) return {};
	return 'httpStatusCode' in metadata ? { status: metadata.httpStatusCode } : {};
}
