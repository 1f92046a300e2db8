import { signDownloads } from '#contract/downloads';
import type { RequestOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';

type DownloadToSign = RequestOf<typeof signDownloads>['downloads'][number];

/** A short address to read one file from. Throws `ApiError`: `archived` where the file is. */
export async function signedAddress(
	call: Call,
	wanted: DownloadToSign,
	options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
	const [address] = await signedAddresses(call, [wanted], options);
	return accepted(address);
}

export type Signed =
	| { readonly outcome: 'ready'; readonly url: string }
	| { readonly outcome: 'refused'; readonly code: ErrorCode };

/** In the order of `wanted`, which holds at most `SIGN_DOWNLOADS_MAX`. */
export async function signedAddresses(
	call: Call,
	wanted: readonly DownloadToSign[],
	options: { readonly signal?: AbortSignal } = {},
): Promise<readonly Signed[]> {
	const { downloads } = await call(signDownloads, { downloads: [...wanted] }, options);
	return downloads;
}

/** The address, or the refusal thrown as `ApiError`. */
export function accepted(signed: Signed | undefined): string {
	if (signed?.outcome === 'ready') return signed.url;
	throw new ApiError(signed?.code ?? 'internal');
}
