import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import type { DerivativeKind } from './uploads.ts';

/**
 * Opens all thumbnails and previews of the caller at once: one signature, whose policy covers that
 * person's derivatives and nothing else, for as many pictures as the screen can show.
 */
export const openDerivatives = endpoint({
	name: 'openDerivatives',
	function: 'derivatives',
	method: 'GET',
	path: '/derivatives/open',
	request: v.strictObject({}),
	response: v.object({
		/** The address of a picture, with `{versionId}` and `{kind}` left to fill in: see `derivativeAddress`. */
		addressTemplate: v.string(),
		expiresInSeconds: v.number(),
	}),
});

/** Whether there is a picture of that kind, the file says (`hasThumb`, `hasPreview`). */
export function derivativeAddress(
	addressTemplate: string,
	{ versionId, kind }: { readonly versionId: string; readonly kind: DerivativeKind },
): string {
	return addressTemplate.replace('{versionId}', versionId).replace('{kind}', kind);
}
