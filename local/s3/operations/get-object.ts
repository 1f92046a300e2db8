import type { Call, Reply } from '../call.ts';
import { checksumHeaders } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { checkHeader, encryptionHeaders } from '../object-headers.ts';
import { checkRead, unquote } from '../preconditions.ts';
import { parseRange } from '../range.ts';
import type { S3Request } from '../request.ts';
import { isReadable, restoreHeader } from '../restore-state.ts';
import type { StoredObject } from '../store/object-version.ts';
import { readPieces, wholeOf } from '../store/read-pieces.ts';
import { findVersion } from './find-version.ts';

export async function getObject(call: Call): Promise<Reply> {
	const version = await findVersion(call);
	if (!isReadable(version.content, call.now)) {
		throw new S3Error('InvalidObjectState', {
			extra: { StorageClass: version.content.storageClass },
		});
	}
	return read(call, version);
}

/** As GetObject without the bytes; an archived object may be looked at. */
export async function headObject(call: Call): Promise<Reply> {
	return read(call, await findVersion(call));
}

function read(call: Call, version: StoredObject): Reply {
	const { request, storage } = call;
	const { sizeBytes, pieces } = version.content;
	const headers = versionHeaders(call, version);
	if (checkRead(request, version) === 'not-modified') return { status: 304, headers };
	const range = parseRange(rangeHeader(request, version), sizeBytes);
	if (range === 'unsatisfiable') {
		throw new S3Error('InvalidRange', {
			headers: { 'content-range': `bytes */${String(sizeBytes)}` },
		});
	}
	const described = {
		...headers,
		...contentHeaders(version),
		...responseOverrides(request),
	};
	if (!range) {
		return {
			status: 200,
			headers: {
				...described,
				...requestedChecksum(request, version),
				'content-length': String(sizeBytes),
			},
			body: readPieces(storage.blobs, pieces, wholeOf(sizeBytes)),
		};
	}
	return {
		status: 206,
		headers: {
			...described,
			'content-length': String(range.end - range.start + 1),
			'content-range': `bytes ${String(range.start)}-${String(range.end)}/${String(sizeBytes)}`,
		},
		body: readPieces(storage.blobs, pieces, range),
	};
}

/** A video player resumes with If-Range: another version must not be glued to the first half. */
function rangeHeader(request: S3Request, version: StoredObject): string | undefined {
	const condition = request.header('if-range');
	if (condition !== undefined && unquote(condition) !== version.content.eTag) return undefined;
	return request.header('range');
}

function versionHeaders(call: Call, version: StoredObject): Record<string, string> {
	const { content } = version;
	const restore = restoreHeader(content, call.now);
	return {
		'accept-ranges': 'bytes',
		etag: `"${content.eTag}"`,
		'last-modified': version.modifiedAt.toUTCString(),
		...(call.bucket.versioned && { 'x-amz-version-id': version.versionId }),
		...(content.storageClass !== 'STANDARD' && { 'x-amz-storage-class': content.storageClass }),
		...(restore !== undefined && { 'x-amz-restore': restore }),
		...tagCount(content),
		...encryptionHeaders(call.bucket.properties),
	};
}

/** Only where there are some. */
function tagCount({ tags = {} }: StoredObject['content']): Record<string, string> {
	const count = Object.keys(tags).length;
	return count > 0 ? { 'x-amz-tagging-count': String(count) } : {};
}

function contentHeaders({ content }: StoredObject): Record<string, string> {
	const { contentType, content: kept, metadata } = content.headers;
	return {
		'content-type': contentType,
		...kept,
		...Object.fromEntries(
			Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
		),
	};
}

/** S3 reports a checksum where the request asks for it, and only with the whole object. */
function requestedChecksum(request: S3Request, { content }: StoredObject): Record<string, string> {
	if (request.instruction('x-amz-checksum-mode')?.toUpperCase() !== 'ENABLED') return {};
	return checksumHeaders(content.checksum);
}

const OVERRIDES = [
	'cache-control',
	'content-disposition',
	'content-encoding',
	'content-language',
	'content-type',
	'expires',
];

/** Every request here is signed, and so are the headers that it overrides. */
function responseOverrides(request: S3Request): Record<string, string> {
	const overrides: Record<string, string> = {};
	for (const name of OVERRIDES) {
		const value = request.parameter(`response-${name}`);
		if (value === undefined) continue;
		checkHeader(name, value);
		overrides[name] = value;
	}
	return overrides;
}
