/** Bytes of an object, both ends inclusive. */
export interface ByteRange {
	readonly start: number;
	readonly end: number;
}

/**
 * The bytes that a Range header asks for. `undefined` where S3 sends the whole object: no header,
 * one it cannot read, or several ranges at once.
 */
export function parseRange(
	header: string | undefined,
	sizeBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
	if (!match) return undefined;
	const [, first = '', last = ''] = match;
	if (first === '' && last === '') return undefined;
	if (first === '') {
		const count = Math.min(Number(last), sizeBytes);
		return count === 0 ? 'unsatisfiable' : { start: sizeBytes - count, end: sizeBytes - 1 };
	}
	const start = Number(first);
	if (last !== '' && Number(last) < start) return undefined;
	if (start >= sizeBytes) return 'unsatisfiable';
	const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
	return { start, end };
}
