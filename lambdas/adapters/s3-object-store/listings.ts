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
import { versionPage, versionsOf } from './listed-version.ts';
import { present } from './present.ts';

interface ListedPrefix {
	readonly Bucket: string;
	readonly Prefix: string;
}

export function listVersions(
	client: S3Client,
	prefix: ListedPrefix,
): AsyncGenerator<ListedVersion, void, void> {
	return versionsOf((from) => pageOfVersions(client, prefix, from));
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
	return versionPage(page);
}

/** The SDK has no paginator for these either; the one it has for parts goes by the marker alone, which S3 also gives at the end, and then begins anew for ever. */
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
