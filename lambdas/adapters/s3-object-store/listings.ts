import {
	ListMultipartUploadsCommand,
	ListObjectVersionsCommand,
	ListPartsCommand,
	type Part,
	type S3Client,
} from '@aws-sdk/client-s3';
import type {
	ListedUpload,
	ListedVersion,
	StoredPart,
	VersionMarker,
	VersionPage,
} from '../../ports/object-store.ts';
import { asUnavailable } from './failures.ts';
import { present } from './present.ts';

interface ListedPrefix {
	readonly Bucket: string;
	readonly Prefix: string;
}

/**
 * The SDK has no paginator for versions and open uploads, which go on behind two markers. The one it has
 * for parts goes by the marker alone, which S3 also gives at the end, and then begins anew for ever.
 */
export async function* listVersions(
	client: S3Client,
	prefix: ListedPrefix,
): AsyncGenerator<ListedVersion, void, void> {
	let from: VersionMarker | undefined = { key: '' };
	while (from !== undefined) {
		const page: VersionPage = await pageOfVersions(client, prefix, from);
		yield* page.versions;
		from = page.next;
	}
}

export async function pageOfVersions(
	client: S3Client,
	prefix: ListedPrefix,
	from: VersionMarker,
): Promise<VersionPage> {
	const command = new ListObjectVersionsCommand({
		...prefix,
		KeyMarker: from.key === '' ? undefined : from.key,
		VersionIdMarker: from.objectVersionId,
	});
	const page = await asUnavailable((options) => client.send(command, options));
	const versions = (page.Versions ?? []).map((each) => listed(each, false));
	const markers = (page.DeleteMarkers ?? []).map((each) => listed(each, true));
	// Within a page S3 gives two lists, each by key: a caller that merges with rows needs one.
	const sorted = [...versions, ...markers].sort((a, b) =>
		a.key < b.key ? -1 : a.key > b.key ? 1 : 0,
	);
	const next =
		page.IsTruncated === true
			? {
					key: present(page.NextKeyMarker, 'NextKeyMarker'),
					objectVersionId: page.NextVersionIdMarker,
				}
			: undefined;
	return { versions: sorted, next };
}

interface RawVersion {
	readonly Key?: string | undefined;
	readonly VersionId?: string | undefined;
	readonly IsLatest?: boolean | undefined;
	readonly LastModified?: Date | undefined;
	readonly Size?: number | undefined;
	readonly StorageClass?: string | undefined;
}

function listed(
	{ Key, VersionId, IsLatest, LastModified, Size = 0, StorageClass = 'STANDARD' }: RawVersion,
	isMarker: boolean,
) {
	return {
		key: present(Key, 'Key'),
		objectVersionId: present(VersionId, 'VersionId'),
		isMarker,
		isCurrent: present(IsLatest, 'IsLatest'),
		sizeBytes: Size,
		storageClass: StorageClass,
		// What has no date is as young as can be: the sweep spares it.
		modifiedAt: LastModified ?? new Date(),
	};
}

export async function* listOpenUploads(
	client: S3Client,
	prefix: ListedPrefix,
): AsyncGenerator<ListedUpload, void, void> {
	let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined =
		{};
	while (from !== undefined) {
		const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
			...prefix,
			...from,
		});
		const page = await asUnavailable((options) => client.send(command, options));
		for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
			yield {
				key: present(Key, 'Key'),
				multipartId: present(UploadId, 'UploadId'),
				startedAt: Initiated ?? new Date(),
			};
		}
		from =
			page.IsTruncated === true
				? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
				: undefined;
	}
}

export async function listParts(
	client: S3Client,
	upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): Promise<readonly StoredPart[]> {
	const parts: StoredPart[] = [];
	let from: { PartNumberMarker?: string | undefined } | undefined = {};
	while (from !== undefined) {
		const command: ListPartsCommand = new ListPartsCommand({ ...upload, ...from });
		const page = await asUnavailable((options) => client.send(command, options));
		parts.push(...(page.Parts ?? []).map(storedPart));
		from = page.IsTruncated === true ? { PartNumberMarker: page.NextPartNumberMarker } : undefined;
	}
	return parts;
}

function storedPart(part: Part): StoredPart {
	return {
		partNumber: present(part.PartNumber, 'PartNumber'),
		sizeBytes: present(part.Size, 'Size'),
		sha256: present(part.ChecksumSHA256, 'ChecksumSHA256'),
		eTag: present(part.ETag, 'ETag'),
	};
}

/** A key, or one version of it. */
export interface ListedName {
	readonly key: string;
	readonly objectVersionId?: string | undefined;
}

/** Without s3:ListBucket, S3 calls what is absent forbidden; a listing tells the two apart. */
export async function isListed(
	client: S3Client,
	bucket: string,
	{ key, objectVersionId }: ListedName,
): Promise<boolean> {
	// A key is written once or twice, so one page has all its versions.
	const { versions } = await pageOfVersions(client, { Bucket: bucket, Prefix: key }, { key: '' });
	return versions.some(
		(each) =>
			each.key === key &&
			!each.isMarker &&
			(objectVersionId === undefined || each.objectVersionId === objectVersionId),
	);
}
