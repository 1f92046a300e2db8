import { VaultError } from '../../domain/vault-error.ts';

interface DriverError {
	/** The driver's own name of an error on the way to the server, such as `ECONNRESET`. */
	readonly code: string | undefined;
	/** The server's number of an error: its names differ between MySQL, MariaDB and RDS Proxy. */
	readonly errno: number | undefined;
	readonly fatal: boolean;
	readonly message: string;
}

/** The connection could not be made, or ended in the middle of something. */
const LOST_ON_THE_WAY = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
	'PROTOCOL_CONNECTION_LOST',
	'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** The server gives up the connection, or this connection leads to a server that is the wrong one now. */
const LOST_BY_THE_SERVER = new Set([
	1040, // too many connections
	1053, // the server is shutting down
	1203, // too many connections of this user
	1290, // read-only by an option: after a failover, the former writer
	1792, // read-only, said of a transaction: likewise
	1836, // read-only mode, likewise
	1927, // MariaDB: the connection was killed
	3169, // MySQL: the session was killed
	4031, // MySQL: idle for too long
]);

/** The statement was not run and may be run later; another connection would not help. */
const PASSING = new Set([
	1021, // the disk is full
	1037, // out of memory
	1038, // out of memory for sorting
	1041, // out of resources
	1105, // unknown: what RDS Proxy says of faults of its own
	1114, // the table, and so its disk, is full
	9501, // RDS Proxy: no connection to borrow within ConnectionBorrowTimeout
]);

/** Another transaction held what this one needed: it was, or must be, rolled back and may be run again. */
const CONTENTION = new Set([
	1020, // a row has changed since it was read
	1205, // waited too long for a lock
	1213, // deadlock
]);

const DUPLICATE_KEY = 1062;
const NO_SUCH_TABLE = 1146;

export function isConnectionLost(error: unknown): boolean {
	const { code, errno, fatal } = driverErrorOf(error);
	return (
		fatal ||
		(code !== undefined && LOST_ON_THE_WAY.has(code)) ||
		(errno !== undefined && LOST_BY_THE_SERVER.has(errno))
	);
}

/** No answer came in time: another connection would be as silent. */
export function isSilence(error: unknown): boolean {
	const { code } = driverErrorOf(error);
	return code === 'PROTOCOL_SEQUENCE_TIMEOUT' || code === 'ETIMEDOUT';
}

export function isContention(error: unknown): boolean {
	const { errno } = driverErrorOf(error);
	return errno !== undefined && CONTENTION.has(errno);
}

/** No migration has run here yet. */
export function isTableAbsent(error: unknown): boolean {
	return driverErrorOf(error).errno === NO_SUCH_TABLE;
}

/** An error of the driver in our words, where we have one for it; any other is passed on as it is. */
export function faultOf(error: unknown): unknown {
	const { errno, message } = driverErrorOf(error);
	if (errno === DUPLICATE_KEY && message.includes('entries_name')) {
		return new VaultError('name_conflict', { cause: error });
	}
	const passes = errno !== undefined && PASSING.has(errno);
	if (passes || isConnectionLost(error) || isContention(error)) {
		return new VaultError('unavailable', { cause: error });
	}
	return error;
}

function driverErrorOf(thrown: unknown): DriverError {
	const error = thrown instanceof VaultError ? thrown.cause : thrown;
	if (!(error instanceof Error)) {
		return { code: undefined, errno: undefined, fatal: false, message: '' };
	}
	return {
		code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
		errno: 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined,
		fatal: 'fatal' in error && error.fatal === true,
		message: error.message,
	};
}
