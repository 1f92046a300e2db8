import type { DerivativeKind } from '#contract/uploads';

/** A picture made from a version, stored beside it. */
export interface Derivative {
	readonly ownerId: string;
	readonly entryId: string;
	readonly versionId: string;
	readonly kind: DerivativeKind;
	readonly objectKey: string;
	readonly s3VersionId: string;
	readonly sizeBytes: number;
	readonly contentType: string;
}

export interface DerivativeRepository {
	ofVersions(ownerId: string, versionIds: readonly string[]): Promise<readonly Derivative[]>;
	/** The first one of a kind stays. */
	insert(derivative: Derivative): Promise<void>;
	erase(ownerId: string, versionIds: readonly string[]): Promise<void>;
}
