import type { DerivativeKind } from '#contract/uploads';
import type { Derivative } from '../ports/derivatives.ts';
import type { StoredVersion } from '../ports/versions.ts';

/** What a file repeats of its current version, which has these derivatives. */
export function currentVersion(
	version: Pick<
		StoredVersion,
		| 'id'
		| 'sizeBytes'
		| 'contentType'
		| 'storageClass'
		| 'restoredUntil'
		| 'readyAbout'
		| 'missingSince'
		| 'staysReady'
		| 'modifiedAt'
		| 'media'
	>,
	derivatives: ReadonlySet<DerivativeKind>,
) {
	return {
		versionId: version.id,
		sizeBytes: version.sizeBytes,
		contentType: version.contentType,
		storageClass: version.storageClass,
		restoredUntil: version.restoredUntil,
		readyAbout: version.readyAbout,
		missingSince: version.missingSince,
		staysReady: version.staysReady === true,
		modifiedAt: version.modifiedAt,
		media: version.media,
		hasThumb: derivatives.has('thumb'),
		hasPreview: derivatives.has('preview'),
	};
}

/** Kinds of the derivatives that each version has, by its id. */
export function kindsOf(derivatives: readonly Derivative[]) {
	const byVersion = Map.groupBy(derivatives, ({ versionId }) => versionId);
	return (versionId: string): ReadonlySet<DerivativeKind> =>
		new Set(byVersion.get(versionId)?.map(({ kind }) => kind));
}
