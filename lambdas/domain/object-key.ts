import type { DerivativeKind } from '#contract/uploads';

/**
 * Where an object lies. No text of a person is ever part of a key, and a key is written for one
 * upload only: what it holds never changes.
 */
export type ObjectPlace =
	| {
			readonly kind: 'original';
			readonly ownerId: string;
			/** The file it was made for; what became of it may be a version of another one. */
			readonly entryId: string;
			readonly versionId: string;
	  }
	| {
			readonly kind: 'derivative';
			readonly ownerId: string;
			readonly versionId: string;
			readonly derivative: DerivativeKind;
	  };

/** Whose upload a key is made for; an upload becomes the version of the same id. */
export interface KeyOwner {
	readonly ownerId: string;
	readonly entryId: string;
	readonly versionId: string;
}

/** The prefixes of the bucket that this product writes to, in the order S3 lists them. */
export const keyPrefixes = { derivatives: 'd/', originals: 'u/' } as const;

/** Below it lie the originals of one person and of no other. */
export function originalsOf(ownerId: string): string {
	return `${keyPrefixes.originals}${ownerId}/`;
}

export function originalKey({ ownerId, entryId, versionId }: KeyOwner): string {
	return `${originalsOf(ownerId)}${entryId}/${versionId}`;
}

/** Below it lie the derivatives of one person and of no other. */
export function derivativesOf(ownerId: string): string {
	return `${keyPrefixes.derivatives}${ownerId}/`;
}

/** By version alone: a list of files names it, so a browser can fill it in. */
export function derivativeKey(
	{ ownerId, versionId }: Pick<KeyOwner, 'ownerId' | 'versionId'>,
	kind: string,
): string {
	return `${derivativesOf(ownerId)}${versionId}/${kind}`;
}

const UUID = '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}';
const ORIGINAL = new RegExp(`^u/(${UUID})/(${UUID})/(${UUID})$`);
const DERIVATIVE = new RegExp(`^d/(${UUID})/(${UUID})/(thumb|preview)$`);

/** The inverse of the two kinds of keys; `undefined` for any key that neither of them is. */
export function parseObjectKey(key: string): ObjectPlace | undefined {
	const original = ORIGINAL.exec(key);
	if (original !== null) {
		const [, ownerId, entryId, versionId] = original as unknown as FourTexts;
		return { kind: 'original', ownerId, entryId, versionId };
	}
	const found = DERIVATIVE.exec(key);
	if (found === null) return undefined;
	const [, ownerId, versionId, kind] = found as unknown as FourTexts;
	return { kind: 'derivative', ownerId, versionId, derivative: kind as DerivativeKind };
}

/** What both patterns match: the key and three groups, none of which may be left out. */
type FourTexts = readonly [string, string, string, string];
