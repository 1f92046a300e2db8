import { xmlReply, type Call, type Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import { restoreElement } from '../restore-state.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import type { VersionPosition } from '../store/versions.ts';
import { element, s3Document, type Xml } from '../xml.ts';
import { checkVersionId } from './find-version.ts';
import {
	echo,
	keyWriter,
	laterKey,
	markedKey,
	owner,
	pageSize,
	wantsRestoreStatus,
} from './list-parameters.ts';
import { walk } from './list-walk.ts';

const ALL_VERSIONS = Number.MAX_SAFE_INTEGER;

/** ListObjectVersions: every version and delete marker, the newest of each key first. */
export function listVersions(call: Call): Reply {
	const { request, storage, bucket } = call;
	const limit = pageSize(request, 'max-keys');
	const prefix = request.parameter('prefix') ?? '';
	const page = walk<ObjectVersion, VersionPosition>({
		start: startOf(call, prefix),
		limit,
		prefix,
		delimiter: request.parameter('delimiter') ?? '',
		fetch: (from, count) => storage.versions.versionsFrom(bucket.name, from, count),
		after: ({ key, sequence }) => ({ key, belowSequence: sequence }),
		atKey: (key) => ({ key, belowSequence: ALL_VERSIONS }),
	});
	const write = keyWriter(request);
	const restoreOf = wantsRestoreStatus(request)
		? ({ content }: ObjectVersion): Xml | undefined => content && restoreElement(content, call.now)
		: (): undefined => undefined;
	return xmlReply(
		s3Document('ListVersionsResult', [
			element('Name', bucket.name),
			element('Prefix', write(prefix)),
			element('KeyMarker', write(request.parameter('key-marker') ?? '')),
			element('VersionIdMarker', request.parameter('version-id-marker') ?? ''),
			...echo(request, { Delimiter: 'delimiter', EncodingType: 'encoding-type' }),
			element('MaxKeys', limit),
			element('IsTruncated', page.isTruncated),
			...(page.isTruncated ? nextMarkers(page.last, write) : []),
			...page.items.map((version) =>
				versionElement(version, write(version.key), restoreOf(version)),
			),
			...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', write(each))])),
		]),
	);
}

function startOf({ request, bucket, storage }: Call, prefix: string): VersionPosition {
	const keyMarker = request.parameter('key-marker') ?? '';
	const versionIdMarker = request.parameter('version-id-marker') ?? '';
	if (versionIdMarker !== '') {
		if (keyMarker === '') {
			throw new S3Error('InvalidArgument', {
				message: 'A version-id marker cannot be specified without a key marker.',
			});
		}
		checkVersionId(versionIdMarker);
		const sequence = storage.versions.sequenceOf(bucket.name, keyMarker, versionIdMarker);
		return { key: keyMarker, belowSequence: sequence };
	}
	const key = laterKey(prefix, markedKey(keyMarker, request.parameter('delimiter') ?? ''));
	return { key, belowSequence: ALL_VERSIONS };
}

function nextMarkers(
	last: ObjectVersion | string | undefined,
	write: (key: string) => string,
): Xml[] {
	if (last === undefined) return [];
	if (typeof last === 'string') return [element('NextKeyMarker', write(last))];
	return [
		element('NextKeyMarker', write(last.key)),
		element('NextVersionIdMarker', last.versionId),
	];
}

function versionElement(version: ObjectVersion, key: string, restore: Xml | undefined): Xml {
	const { content } = version;
	const described = [
		element('Key', key),
		element('VersionId', version.versionId),
		element('IsLatest', version.isCurrent),
		element('LastModified', version.modifiedAt),
	];
	if (!content) return element('DeleteMarker', [...described, owner('Owner')]);
	return element('Version', [
		...described,
		element('ETag', `"${content.eTag}"`),
		content.checksum && element('ChecksumAlgorithm', content.checksum.algorithm),
		content.checksum && element('ChecksumType', content.checksum.type),
		element('Size', content.sizeBytes),
		owner('Owner'),
		element('StorageClass', content.storageClass),
		restore,
	]);
}
