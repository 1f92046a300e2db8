import exifr from 'exifr/dist/mini.esm.mjs';
import { captured, type Captured } from './captured';

/** https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E, sections 4.6.4 and 4.6.6 */
const ORIENTATION = 0x0112;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const DATE_TIME_DIGITIZED = 0x9004;
const OFFSET_TIME_DIGITIZED = 0x9012;

const OPTIONS = {
	ifd0: [ORIENTATION],
	exif: [DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL, DATE_TIME_DIGITIZED, OFFSET_TIME_DIGITIZED],
	translateKeys: false,
	translateValues: false,
	reviveValues: false,
};

interface ExifFacts {
	readonly taken: Captured | undefined;
	/** The camera lay on its side: what it wrote as rows are columns. */
	readonly isOnItsSide: boolean;
}

/** From the EXIF of a JPEG, HEIC or AVIF. Undefined where it has none. Rejects where it is broken. */
export async function exifFacts(file: Blob | ArrayBuffer): Promise<ExifFacts | undefined> {
	const tags = await exifr.parse(file, OPTIONS);
	if (tags === undefined) return undefined;
	const taken =
		captured(tags[DATE_TIME_ORIGINAL], tags[OFFSET_TIME_ORIGINAL]) ??
		captured(tags[DATE_TIME_DIGITIZED], tags[OFFSET_TIME_DIGITIZED]);
	const orientation = Number(tags[ORIENTATION] ?? 1);
	return { taken, isOnItsSide: orientation >= 5 && orientation <= 8 };
}
