import { S3Error } from '../errors.ts';
import type { S3Request } from '../request.ts';
import { encodeFormComponent } from '../uri.ts';
import { element, type Xml } from '../xml.ts';

const MAX_PAGE = 1000;

/** A page size: a thousand unless the client wants fewer. */
export function pageSize(request: S3Request, name: string): number {
	const text = request.parameter(name);
	if (text === undefined || text === '') return MAX_PAGE;
	if (!/^\d{1,10}$/.test(text)) {
		throw new S3Error('InvalidArgument', { message: `Provided ${name} not an integer` });
	}
	return Math.min(Number(text), MAX_PAGE);
}

/** Whether the lists shall say what is restored, the one attribute that AWS gives on request. */
export function wantsRestoreStatus(request: S3Request): boolean {
	const wanted = request.instruction('x-amz-optional-object-attributes');
	if (wanted === undefined) return false;
	if (wanted.split(',').every((each) => each.trim() === 'RestoreStatus')) return true;
	throw new S3Error('InvalidArgument', { message: 'Invalid attribute name specified.' });
}

/** How keys are written in an answer: XML cannot carry every character that a key can. */
export function keyWriter(request: S3Request): (key: string) => string {
	const encoding = request.parameter('encoding-type');
	if (encoding === undefined) return (key) => key;
	if (encoding === 'url') return encodeFormComponent;
	throw new S3Error('InvalidArgument', { message: 'Invalid Encoding Method specified' });
}

/** What each list echoes of its question. */
export function echo(
	request: S3Request,
	names: Readonly<Record<string, string>>,
): (Xml | undefined)[] {
	return Object.entries(names).map(([tag, parameter]) => {
		const value = request.parameter(parameter);
		return value === undefined ? undefined : element(tag, value);
	});
}

/** The account owns every object and upload. */
export function owner(tag: 'Owner' | 'Initiator'): Xml {
	return element(tag, [element('ID', 'local'), element('DisplayName', 'local')]);
}

/** Everything sorts before this, so that a position can lie behind all keys of a prefix. */
export const LAST_CHARACTER = '\u{10ffff}';

/** The very next text in the order of bytes. */
export function successor(key: string): string {
	return `${key}\0`;
}

/** Where a list goes on after its marker; a marker that is a common prefix hides all it covers. */
export function markedKey(marker: string, delimiter: string): string {
	if (marker === '') return '';
	const isPrefix = delimiter !== '' && marker.endsWith(delimiter);
	return isPrefix ? marker + LAST_CHARACTER : successor(marker);
}

/** The later of two keys in the order of their bytes, which is not that of UTF-16. */
export function laterKey(a: string, b: string): string {
	return Buffer.compare(Buffer.from(a), Buffer.from(b)) >= 0 ? a : b;
}

/** The keys of one "folder" are listed as their common prefix. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
	if (delimiter === '') return undefined;
	const end = key.indexOf(delimiter, prefix.length);
	return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}
