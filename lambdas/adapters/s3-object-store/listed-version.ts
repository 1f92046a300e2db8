import type { ListedVersion, VersionMarker, VersionPage } from '../../ports/object-store.ts';
import { present } from './present.ts';

/** One line of ListObjectVersions, by the names of the SDK. */
interface RawVersion {
	readonly Key?: string | undefined;
	readonly VersionId?: string | undefined;
	readonly IsLatest?: boolean | undefined;
	readonly LastModified?: Date | undefined;
	readonly Size?: number | undefined;
	readonly StorageClass?: string | undefined;
}

interface RawPage {
	readonly IsTruncated?: boolean | undefined;
	readonly NextKeyMarker?: string | undefined;
	readonly NextVersionIdMarker?: string | undefined;
	readonly Versions?: readonly RawVersion[] | undefined;
	readonly DeleteMarkers?: readonly RawVersion[] | undefined;
}

export function versionPage(page: RawPage): VersionPage {
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

function listed(
	{ Key, VersionId, IsLatest, LastModified, Size = 0, StorageClass = 'STANDARD' }: RawVersion,
	isMarker: boolean,
): ListedVersion {
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

/** All versions, page by page. The SDK has no paginator for them, which go on behind two markers. */
export async function* versionsOf(
	pageFrom: (from: VersionMarker) => Promise<VersionPage>,
): AsyncGenerator<ListedVersion, void, void> {
	let from: VersionMarker | undefined = { key: '' };
	while (from !== undefined) {
		const page: VersionPage = await pageFrom(from);
		yield* page.versions;
		from = page.next;
	}
}
