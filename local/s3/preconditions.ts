import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import type { ObjectVersion, StoredObject } from './store/object-version.ts';

/** A write with a condition is refused: carried out without it, it would replace what it must not. */
export function refuseConditionalWrite(request: S3Request): void {
	for (const name of ['if-match', 'if-none-match']) {
		if (request.header(name) === undefined) continue;
		throw new S3Error('NotImplemented', { message: `${name} of a write is not implemented` });
	}
}

/** Whether the reader already has this version (304). Throws 412 if it wanted another one. */
export function checkRead(request: S3Request, version: StoredObject): 'fresh' | 'not-modified' {
	return check((name) => request.header(name), version);
}

/** The condition of a deletion: an object is there, and has one of the ETags. */
export function checkMatch(ifMatch: string, version: ObjectVersion | undefined): void {
	if (!version?.content || !matches(ifMatch, version.content.eTag)) throw failed('If-Match');
}

/** The same conditions on the source of a copy, where a version that is not modified is refused as well. */
export function checkCopySource(request: S3Request, version: StoredObject): void {
	const outcome = check((name) => request.header(`x-amz-copy-source-${name}`), version);
	if (outcome === 'not-modified') throw failed('x-amz-copy-source-If-None-Match');
}

function check(
	header: (name: string) => string | undefined,
	version: StoredObject,
): 'fresh' | 'not-modified' {
	const { eTag } = version.content;
	const modifiedMs = Math.floor(version.modifiedAt.getTime() / 1000) * 1000;
	const ifMatch = header('if-match');
	if (ifMatch !== undefined) {
		if (!matches(ifMatch, eTag)) throw failed('If-Match');
	} else if (modifiedMs > parseDate(header('if-unmodified-since'), Infinity)) {
		throw failed('If-Unmodified-Since');
	}
	const ifNoneMatch = header('if-none-match');
	if (ifNoneMatch !== undefined) return matches(ifNoneMatch, eTag) ? 'not-modified' : 'fresh';
	return modifiedMs <= parseDate(header('if-modified-since'), -Infinity) ? 'not-modified' : 'fresh';
}

/** An unreadable date is ignored, as HTTP asks. */
function parseDate(text: string | undefined, otherwise: number): number {
	const time = Date.parse(text ?? '');
	return Number.isNaN(time) ? otherwise : time;
}

function matches(list: string, eTag: string): boolean {
	const tags = list.split(',').map((each) => unquote(each.trim()));
	return tags.includes('*') || tags.includes(eTag);
}

export function unquote(eTag: string): string {
	return eTag.replace(/^"(.*)"$/, '$1');
}

function failed(condition: string): S3Error {
	return new S3Error('PreconditionFailed', { extra: { Condition: condition } });
}
