import { parseXML } from '@aws-sdk/xml-builder';
import * as v from 'valibot';
import type { VersionPage } from '../../ports/object-store.ts';
import { versionPage } from './listed-version.ts';

const truth = v.pipe(
	v.picklist(['true', 'false']),
	v.transform((text) => text === 'true'),
);

const marker = v.object({
	Key: v.string(),
	VersionId: v.string(),
	IsLatest: truth,
	LastModified: v.pipe(
		v.string(),
		v.isoTimestamp(),
		v.transform((text) => new Date(text)),
	),
});

const version = v.object({
	...marker.entries,
	Size: v.pipe(v.string(), v.digits(), v.transform(Number)),
	StorageClass: v.optional(v.string()),
});

/** The parser gives one element as itself, and several as a list. */
function listOf<Item extends v.GenericSchema>(item: Item) {
	return v.optional(
		v.union([
			v.array(item),
			v.pipe(
				item,
				v.transform((one) => [one]),
			),
		]),
		[],
	);
}

const answer = v.object({
	ListVersionsResult: v.object({
		IsTruncated: truth,
		NextKeyMarker: v.optional(v.string()),
		NextVersionIdMarker: v.optional(v.string()),
		Version: listOf(version),
		DeleteMarker: listOf(marker),
	}),
});

/** The answer to ListObjectVersions, by the SDK's parser. Throws where it is anything else. */
export function parseVersionPage(xml: string): VersionPage {
	const { Version, DeleteMarker, ...page } = v.parse(answer, parseXML(xml)).ListVersionsResult;
	return versionPage({ ...page, Versions: Version, DeleteMarkers: DeleteMarker });
}
