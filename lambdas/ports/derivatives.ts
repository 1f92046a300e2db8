import type { DerivativeKind } from '#contract/uploads';
import type { ObjectVersion } from './object-store.ts';

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

/**
 * [Note: Promised derivatives] A form for a picture is given out against a promise, which takes its bytes from the vault's
 * allowance at once (`DERIVATIVES_SHARE`) and says what they are. While it stands no form is given for another content of the
 * same key, and afterwards none at all: so all bodies that ever come to a key are the same bytes, whichever S3
 * calls current, and each person's derivatives are bounded however many forms are asked for. When the picture is
 * recorded its row takes the promise's place; what is never sent is given back when its forms are good for nothing any more.
 */
export interface DerivativePromise {
	readonly ownerId: string;
	readonly versionId: string;
	readonly kind: DerivativeKind;
	readonly sizeBytes: number;
	/** Base64. */
	readonly sha256: string;
	readonly goodUntil: Date;
}

export interface DerivativeRepository {
	ofVersions(ownerId: string, versionIds: readonly string[]): Promise<readonly Derivative[]>;
	promisesOf(ownerId: string, versionIds: readonly string[]): Promise<readonly DerivativePromise[]>;
	/** All until the same moment; those there are already stand until then as well. */
	promise(
		promises: readonly Omit<DerivativePromise, 'goodUntil'>[],
		goodUntil: Date,
	): Promise<void>;
	/** In place of their promises. The first one of a kind stays. */
	insert(derivatives: readonly Derivative[]): Promise<void>;
	/** Takes promises and derivatives away; answers how many bytes of the allowance that frees. */
	erase(ownerId: string, versionIds: readonly string[]): Promise<number>;
	/** Takes those away whose objects S3 does not have; answers how many bytes of the allowance that frees. */
	takeBack(ownerId: string, objects: readonly ObjectVersion[]): Promise<number>;
	/** Of all owners: promises that were not kept in time. */
	overdue(now: Date, limit: number): Promise<readonly DerivativePromise[]>;
	/** Takes these promises away where they are overdue; answers how many bytes that frees. */
	release(ownerId: string, versionIds: readonly string[], now: Date): Promise<number>;
}
