import type { Captured } from './captured';
import type { PictureSize } from './picture-size';
import type { Slices } from './slices';

/** What a picture or a film says of itself; each is undefined where it does not. */
export interface FileFacts {
	readonly taken?: Captured | undefined;
	/** As it is shown, in pixels. */
	readonly size?: PictureSize | undefined;
	/** How long it plays. */
	readonly seconds?: number | undefined;
}

/** Reads only the bytes it needs, most often the first. Rejects where they cannot be read, or are those of no film. */
export async function fileFacts(file: Blob | Slices, contentType: string): Promise<FileFacts> {
	if (contentType.startsWith('image/')) {
		const { pictureFacts } = await import('./picture-facts');
		return pictureFacts(file);
	}
	if (contentType.startsWith('video/')) {
		const { filmFacts } = await import('./film-facts');
		return (await filmFacts(file)) ?? {};
	}
	return {};
}
