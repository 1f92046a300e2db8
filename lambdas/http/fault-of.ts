import { VaultError } from '../domain/vault-error.ts';

/** What broke, for the log. The driver's messages may quote values, so of its errors only the code is kept. */
export function faultOf(error: unknown): object {
	const cause = error instanceof VaultError ? error.cause : error;
	if (!(cause instanceof Error)) return { name: typeof cause };
	if ('code' in cause) return { name: cause.name, code: cause.code };
	return { name: cause.name, message: cause.message, stack: cause.stack };
}
