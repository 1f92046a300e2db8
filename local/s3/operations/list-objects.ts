import { xmlReply, type Call, type Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import { restoreElement } from '../restore-state.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { element, s3Document, type Xml } from '../xml.ts';
import {
	echo,
	keyWriter,
	LAST_CHARACTER,
	laterKey,
	owner,
	pageSize,
	successor,
	wantsRestoreStatus,
} from './list-parameters.ts';
import { walk } from './list-walk.ts';

/** ListObjectsV2: the current objects of a bucket. */
export function listObjects(call: Call): Reply {
	const { request, storage, bucket } = call;
	const limit = pageSize(request, 'max-keys');
	const prefix = request.parameter('prefix') ?? '';
	const page = walk({
		start: laterKey(prefix, startOf(call)),
		limit,
		prefix,
		delimiter: request.parameter('delimiter') ?? '',
		fetch: (from, count) => storage.versions.objectsFrom(bucket.name, from, count),
		after: (object) => successor(object.key),
		atKey: (key) => key,
	});
	const write = keyWriter(request);
	const shown = {
		owner: request.parameter('fetch-owner') === 'true',
		restoredAt: wantsRestoreStatus(request) ? call.now : undefined,
	};
	return xmlReply(
		s3Document('ListBucketResult', [
			element('Name', bucket.name),
			element('Prefix', write(prefix)),
			...echo(request, {
				Delimiter: 'delimiter',
				EncodingType: 'encoding-type',
				ContinuationToken: 'continuation-token',
				StartAfter: 'start-after',
			}),
			element('MaxKeys', limit),
			element('KeyCount', page.items.length + page.prefixes.length),
			element('IsTruncated', page.isTruncated),
			page.isTruncated && page.last !== undefined
				? element('NextContinuationToken', encodeToken(page.last))
				: undefined,
			...page.items.map((object) => contents(object, write(object.key), shown)),
			...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', write(each))])),
		]),
	);
}

/** The first key that may be on this page. */
function startOf({ request }: Call): string {
	const token = request.parameter('continuation-token');
	if (token !== undefined) return decodeToken(token);
	const startAfter = request.parameter('start-after');
	return startAfter === undefined ? '' : successor(startAfter);
}

/** What a list says of each object besides what all say. */
interface Shown {
	readonly owner: boolean;
	/** Absent: the list does not say what is restored. */
	readonly restoredAt: Date | undefined;
}

export function contents(object: ObjectVersion, key: string, shown: Shown): Xml {
	const { content } = object;
	const checksum = content?.checksum;
	return element('Contents', [
		element('Key', key),
		element('LastModified', object.modifiedAt),
		element('ETag', `"${content?.eTag ?? ''}"`),
		checksum && element('ChecksumAlgorithm', checksum.algorithm),
		checksum && element('ChecksumType', checksum.type),
		element('Size', content?.sizeBytes ?? 0),
		shown.owner ? owner('Owner') : undefined,
		element('StorageClass', content?.storageClass ?? 'STANDARD'),
		content && shown.restoredAt && restoreElement(content, shown.restoredAt),
	]);
}

/** Opaque to clients; marked, so that any other text is recognised. */
const TOKEN_MARK = 'from:';

function encodeToken(last: ObjectVersion | string): string {
	const next = typeof last === 'string' ? last + LAST_CHARACTER : successor(last.key);
	return Buffer.from(TOKEN_MARK + next).toString('base64url');
}

function decodeToken(token: string): string {
	const text = Buffer.from(token, 'base64url').toString('utf8');
	if (text.startsWith(TOKEN_MARK)) return text.slice(TOKEN_MARK.length);
	throw new S3Error('InvalidArgument', { message: 'The continuation token is incorrect' });
}
