import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { isStoredObject, type ObjectVersion, type StoredObject } from './store/object-version.ts';

/** What must be true of a key when a write takes effect, not when it began. */
export interface WritePreconditions {
	readonly absent: boolean;
	/** Without quotes. */
	readonly eTag?: string;
}

export const NO_PRECONDITIONS: WritePreconditions = { absent: false };

/** `If-None-Match: *` and `If-Match: ETAG`; the forms that S3 lacks answer `NotImplemented`. */
export function writePreconditions(request: S3Request): WritePreconditions {
	const ifNoneMatch = request.header('if-none-match');
	const ifMatch = request.header('if-match');
	if ((ifNoneMatch !== undefined && ifNoneMatch !== '*') || ifMatch === '*') {
		throw new S3Error('NotImplemented');
	}
	return {
		absent: ifNoneMatch === '*',
		...(ifMatch !== undefined && { eTag: unquote(ifMatch) }),
	};
}

/** Throws unless `current` – the newest version, or none – is what the writer expects. */
export function checkWrite(
	preconditions: WritePreconditions,
	current: ObjectVersion | undefined,
): void {
	const existing = isStoredObject(current) ? current : undefined;
	if (preconditions.absent && existing) throw failed('If-None-Match');
	if (preconditions.eTag === undefined) return;
	if (!existing) throw new S3Error('NoSuchKey');
	if (existing.content.eTag !== preconditions.eTag) throw failed('If-Match');
}

/** Whether the reader already has this version (304). Throws 412 if it wanted another one. */
export function checkRead(request: S3Request, version: StoredObject): 'fresh' | 'not-modified' {
	const { eTag } = version.content;
	const modifiedMs = Math.floor(version.modifiedAt.getTime() / 1000) * 1000;
	const ifMatch = request.header('if-match');
	if (ifMatch !== undefined) {
		if (!matches(ifMatch, eTag)) throw failed('If-Match');
	} else if (modifiedMs > dateHeader(request, 'if-unmodified-since', Infinity)) {
		throw failed('If-Unmodified-Since');
	}
	const ifNoneMatch = request.header('if-none-match');
	if (ifNoneMatch !== undefined) return matches(ifNoneMatch, eTag) ? 'not-modified' : 'fresh';
	const since = dateHeader(request, 'if-modified-since', -Infinity);
	return modifiedMs <= since ? 'not-modified' : 'fresh';
}

/** An unreadable date is ignored, as HTTP asks. */
function dateHeader(request: S3Request, name: string, otherwise: number): number {
	const time = Date.parse(request.header(name) ?? '');
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
