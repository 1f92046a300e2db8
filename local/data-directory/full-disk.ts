/** What a person reads who asks for something that would need more room. */
export const FULL_DISK = 'The disk of this machine is full. Make room, and try again.';

/** Of Node, where a file takes nothing more: the disk, or its user's share of it, is used up. */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT']);
/** SQLITE_FULL: https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13;

/** Whether something could not be written because there is no room. */
export function isFullDisk(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if ('code' in error && FULL_CODES.has(String(error.code))) return true;
	return 'errcode' in error && error.errcode === SQLITE_FULL;
}
