import { createHash } from 'node:crypto';
import { VaultError } from './vault-error.ts';

/** Bytes of the mark that ties a cursor to its list. */
const MARK_BYTES = 8;
/** The longest key of any list, in bytes, is a sort key of 530. */
const POSITION_MAX_BYTES = 530;

/**
 * Where a list goes on, as opaque text. Tied to its list, so that one of another folder or order is refused
 * rather than misread. Not signed, and it need not be: it is a position in bytes, every statement it goes into
 * names the owner and the folder besides, and so a forged one only moves its forger about in a list of their own.
 */
export function cursorOf(list: readonly string[], position: Buffer): string {
	return Buffer.concat([markOf(list), position]).toString('base64url');
}

/** The position in this very list; `undefined` for its start. Throws `bad_cursor`. */
export function positionOf(
	list: readonly string[],
	cursor: string | undefined,
): Buffer | undefined {
	if (cursor === undefined) return undefined;
	const bytes = Buffer.from(cursor, 'base64url');
	const position = bytes.subarray(MARK_BYTES);
	const ours =
		bytes.toString('base64url') === cursor &&
		bytes.subarray(0, MARK_BYTES).equals(markOf(list)) &&
		position.length > 0 &&
		position.length <= POSITION_MAX_BYTES;
	if (!ours) throw new VaultError('bad_cursor', { field: 'cursor' });
	return position;
}

/** Whether a cursor was made for this list, of several that one request may mean. */
export function isCursorOf(list: readonly string[], cursor: string): boolean {
	return Buffer.from(cursor, 'base64url').subarray(0, MARK_BYTES).equals(markOf(list));
}

function markOf(list: readonly string[]): Buffer {
	return createHash('sha256').update(list.join('\n')).digest().subarray(0, MARK_BYTES);
}
