import { isReadable } from '#contract/archive';
import { isMedia } from '#contract/content-types';
import type { File } from '#contract/entries';
import type { Call } from '$lib/api/call';
import type { CameraFacts } from '$lib/uploads/capture/camera-facts';
import { signedAddress } from '$lib/vault/download/signed-address';
import { slicesAt } from './range-bytes';

/** What a photograph or a film says of itself. */
export type MediaFacts = Partial<CameraFacts> & { readonly seconds?: number | undefined };

/** EXIF stands within these bytes, with the small picture that some cameras put before it. */
const BEGINNING_BYTES = 256 * 1024;

/** Whether it may say something, and can be read just now. */
export function mayTell(file: File): boolean {
	return isMedia(file.contentType) && file.missingSince === null && isReadable(file, new Date());
}

/** Reads the few ranges of the original that tell. Undefined where it tells nothing, or is no such file after all. */
export async function mediaFacts(
	call: Call,
	file: Pick<File, 'id' | 'versionId' | 'sizeBytes' | 'contentType'>,
	signal: AbortSignal,
): Promise<MediaFacts | undefined> {
	const { id: entryId, versionId, sizeBytes, contentType } = file;
	if (sizeBytes === 0) return undefined;
	try {
		const wanted = { entryId, versionId, as: 'attachment' } as const;
		const address = await signedAddress(call, wanted, { signal });
		const slices = slicesAt(address, sizeBytes, signal);
		if (contentType.startsWith('video/')) {
			const { filmFacts } = await import('$lib/uploads/capture/film-facts');
			return await filmFacts(slices);
		}
		const beginning = await slices.slice(0, BEGINNING_BYTES).arrayBuffer();
		const { cameraFacts } = await import('$lib/uploads/capture/camera-facts');
		return await cameraFacts(new Blob([beginning]));
	} catch {
		// A header that is broken, or a line that is: the details are as good without.
		return undefined;
	}
}
