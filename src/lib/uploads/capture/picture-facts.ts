import { exifFacts } from './exif-facts';
import type { FileFacts } from './facts';
import { heifSize } from './heif-size';
import { HEADER_BYTES, pictureSize } from './picture-size';
import type { Slices } from './slices';

/** From the header of a picture. Rejects where its bytes cannot be read. */
export async function pictureFacts(file: Blob | Slices): Promise<FileFacts> {
	const header = await file.slice(0, HEADER_BYTES).arrayBuffer();
	// What an upload has read whole tells of its EXIF wherever that stands.
	const source = file instanceof Blob ? file : new Blob([header]);
	const exif = await exifFacts(source).catch(() => undefined);
	const written = pictureSize(header);
	const turned =
		written && exif?.isOnItsSide === true
			? { width: written.height, height: written.width }
			: written;
	return { taken: exif?.taken, size: turned ?? heifSize(header) };
}
