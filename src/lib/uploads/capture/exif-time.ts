import exifr from 'exifr/dist/mini.esm.mjs';
import { captured, type Captured } from './captured';

/** https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E, section 4.6.6 */
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const DATE_TIME_DIGITIZED = 0x9004;
const OFFSET_TIME_DIGITIZED = 0x9012;

const OPTIONS = {
	exif: [DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL, DATE_TIME_DIGITIZED, OFFSET_TIME_DIGITIZED],
	translateKeys: false,
	reviveValues: false,
};

/** From the EXIF of a JPEG, HEIC or AVIF. Rejects where it is broken. */
export async function exifTime(file: Blob): Promise<Captured | undefined> {
	const tags = await exifr.parse(file, OPTIONS);
	return (
		captured(tags?.[DATE_TIME_ORIGINAL], tags?.[OFFSET_TIME_ORIGINAL]) ??
		captured(tags?.[DATE_TIME_DIGITIZED], tags?.[OFFSET_TIME_DIGITIZED])
	);
}
