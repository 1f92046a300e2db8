import { inlineTypes, mediaType } from '#contract/content-types';

/** What a browser is told when the declared type may not be shown: a heap of bytes to save. */
const BYTES = 'application/octet-stream';

export function mayBeInline(declared: string): boolean {
	return inlineTypes.includes(mediaType(declared));
}

/**
 * The type S3 is told to keep and to answer with. What a browser declared is for display only: a
 * type that could run never reaches a response of the bucket.
 */
export function servedType(declared: string): string {
	return mayBeInline(declared) ? mediaType(declared) : BYTES;
}
