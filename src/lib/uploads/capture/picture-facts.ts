import { exifFacts } from './exif-facts';
import type { FileFacts } from './facts';
import { heifSize } from './heif-size';
import { HEADER_BYTES, pictureSize } from './picture-size';
import { ReadFile, type Slices } from './slices';

/** From the header of a picture. Rejects where its bytes cannot be read. */
export async function pictureFacts(file: Blob | Slices): Promise<FileFacts> {
	const header = await file.slice(0, HEADER_BYTES).arrayBuffer();
	const exif = await exifFacts(exifIn(file, header)).catch(() => undefined);
	const written = pictureSize(header);
	const turned =
		written && exif?.isOnItsSide === true
			? { width: written.height, height: written.width }
			: written;
	return { taken: exif?.taken, size: turned ?? heifSize(header) };
}

/** A file that is here tells of its EXIF wherever that stands. */
function exifIn(file: Blob | Slices, header: ArrayBuffer): Blob | ArrayBuffer {
	if (file instanceof ReadFile) return file.bytes;
	return file instanceof Blob ? file : new Blob([header]);
}
