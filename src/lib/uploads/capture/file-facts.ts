import type { FileFacts } from './facts';
import type { Slices } from './slices';

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
