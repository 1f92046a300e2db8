import { xmlReply, type Call, type Reply } from '../call.ts';
import { element, s3Document } from '../xml.ts';
import { contents } from './list-objects.ts';
import {
	echo,
	keyWriter,
	laterKey,
	markedKey,
	pageSize,
	successor,
	wantsRestoreStatus,
} from './list-parameters.ts';
import { walk } from './list-walk.ts';

/** ListObjects, the first version of this list: what `aws s3api` and older tools ask for. */
export function listObjectsV1(call: Call): Reply {
	const { request, storage, bucket } = call;
	const limit = pageSize(request, 'max-keys');
	const prefix = request.parameter('prefix') ?? '';
	const marker = request.parameter('marker') ?? '';
	const delimiter = request.parameter('delimiter') ?? '';
	const page = walk({
		start: laterKey(prefix, markedKey(marker, delimiter)),
		limit,
		prefix,
		delimiter,
		fetch: (from, count) => storage.versions.objectsFrom(bucket.name, from, count),
		after: (object) => successor(object.key),
		atKey: (key) => key,
	});
	const write = keyWriter(request);
	const { last } = page;
	// Without a delimiter the last key itself is the next marker.
	const next = page.isTruncated && delimiter !== '' ? last : undefined;
	const nextKey = typeof next === 'object' ? next.key : next;
	const shown = {
		owner: true,
		restoredAt: wantsRestoreStatus(request) ? call.now : undefined,
	};
	return xmlReply(
		s3Document('ListBucketResult', [
			element('Name', bucket.name),
			element('Prefix', write(prefix)),
			element('Marker', write(marker)),
			...echo(request, { Delimiter: 'delimiter', EncodingType: 'encoding-type' }),
			element('MaxKeys', limit),
			element('IsTruncated', page.isTruncated),
			nextKey === undefined ? undefined : element('NextMarker', write(nextKey)),
			...page.items.map((object) => contents(object, write(object.key), shown)),
			...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', write(each))])),
		]),
	);
}
