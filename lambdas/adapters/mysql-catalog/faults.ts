import { VaultError } from '../../domain/vault-error.ts';

interface DriverError {
	readonly code: string | undefined;
	readonly fatal: boolean;
	readonly message: string;
}

/** The server turned us away, or went away, in the middle of something. */
const GONE = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
	'ER_CONNECTION_KILLED',
	'ER_CON_COUNT_ERROR',
	'ER_SERVER_SHUTDOWN',
	'ER_TOO_MANY_USER_CONNECTIONS',
	'PROTOCOL_CONNECTION_LOST',
	'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** MySQL's words for "somebody else held it"; the transaction was, or must be, rolled back and may be run again. */
const CONTENTION = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD']);

export function isConnectionLost(error: unknown): boolean {
	const { code, fatal } = driverErrorOf(error);
	return fatal || (code !== undefined && GONE.has(code));
}

export function isContention(error: unknown): boolean {
	const { code } = driverErrorOf(error);
	return code !== undefined && CONTENTION.has(code);
}

/** No migration has run here yet. */
export function isTableAbsent(error: unknown): boolean {
	return driverErrorOf(error).code === 'ER_NO_SUCH_TABLE';
}

/** An error of the driver in our words, where we have one for it; any other is passed on as it is. */
export function faultOf(error: unknown): unknown {
	const { code, message } = driverErrorOf(error);
	if (code === 'ER_DUP_ENTRY' && message.includes('entries_name')) {
		return new VaultError('name_conflict', { cause: error });
	}
	if (isConnectionLost(error) || isContention(error)) {
		return new VaultError('unavailable', { cause: error });
	}
	return error;
}

function driverErrorOf(thrown: unknown): DriverError {
	const error = thrown instanceof VaultError ? thrown.cause : thrown;
	if (!(error instanceof Error)) return { code: undefined, fatal: false, message: '' };
	return {
		code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
		fatal: 'fatal' in error && error.fatal === true,
		message: error.message,
	};
}
