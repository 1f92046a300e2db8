import { boxesIn, typeAt } from './boxes';
import { captured, type Captured } from './captured';
import type { FileFacts } from './facts';
import type { PictureSize } from './picture-size';
import type { Slices } from './slices';

/** Seconds from 1904, where QuickTime begins to count, to 1970. */
const SECONDS_TO_1970 = 2_082_844_800;
/** A film's own description is smaller; what says otherwise is broken. In bytes. */
const MOOV_MAX_BYTES = 32 * 1024 * 1024;
/** Boxes that lie beside each other in a file: a few, or one for each fragment. */
const BOXES_MAX = 1000;
/** How Apple's devices write the time with its zone: the value of this key. */
const CREATION_KEY = 'com.apple.quicktime.creationdate';

/**
 * What a film of MP4 or QuickTime says of itself: when it was taken, with its zone where an Apple device wrote it, else the time of its header, which is
 * that of UTC; how long it plays; how large it is shown. Reads the heads of the boxes and the one that describes the film, wherever it
 * stands. Undefined where it is no such film.
 * https://developer.apple.com/documentation/quicktime-file-format
 */
export async function filmFacts(file: Slices): Promise<FileFacts | undefined> {
	const moov = await moovOf(file);
	if (moov === undefined) return undefined;
	const boxes = boxesIn(moov, { from: 8 });
	const header = boxes.find(({ type }) => type === 'mvhd');
	const { taken, seconds } = header === undefined ? {} : readHeader(moov, header.start - 8);
	return { taken: appleTime(moov) ?? taken, seconds, size: shownSize(moov, boxes) };
}

async function moovOf(file: Slices): Promise<DataView | undefined> {
	let offset = 0;
	for (let count = 0; count < BOXES_MAX && offset + 16 <= file.size; count++) {
		const head = new DataView(await file.slice(offset, offset + 16).arrayBuffer());
		const type = typeAt(head, 4);
		if (count === 0 && type !== 'ftyp' && type !== 'wide' && type !== 'moov') return undefined;
		const short = head.getUint32(0);
		// 1: the length follows in 64 bits. 0: to the end of the file.
		const size = short === 1 ? Number(head.getBigUint64(8)) : short === 0 ? file.size : short;
		if (size < 8) return undefined;
		if (type === 'moov') {
			if (size > MOOV_MAX_BYTES) return undefined;
			return new DataView(await file.slice(offset, offset + size).arrayBuffer());
		}
		offset += size;
	}
	return undefined;
}

/** The key is listed in one box and its value stands in another; no other text of a film looks like that value. */
function appleTime(moov: DataView): Captured | undefined {
	const text = new TextDecoder('latin1').decode(moov);
	if (!text.includes(CREATION_KEY)) return undefined;
	const found = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d:?\d\d|Z)/.exec(text);
	return captured(found?.[1], found?.[2]);
}

/** The times of `mvhd`: 32 bits each, or 64 in version 1; between them and the length stands the scale it is counted in. */
function readHeader(moov: DataView, offset: number): FileFacts {
	if (offset + 32 > moov.byteLength) return {};
	const isLong = moov.getUint8(offset + 8) === 1;
	if (isLong && offset + 44 > moov.byteLength) return {};
	const made = isLong ? Number(moov.getBigUint64(offset + 12)) : moov.getUint32(offset + 12);
	const scale = moov.getUint32(offset + (isLong ? 28 : 20));
	const length = isLong ? Number(moov.getBigUint64(offset + 32)) : moov.getUint32(offset + 24);
	const time = new Date((made - SECONDS_TO_1970) * 1000);
	return {
		// Encoders that do not know the time write none.
		taken: made > SECONDS_TO_1970 ? captured(time.toISOString(), 'Z') : undefined,
		seconds: scale > 0 && length > 0 ? length / scale : undefined,
	};
}

/** Of the first track that has a size: sound has none. A matrix that leaves neither side its place has turned the picture. */
function shownSize(moov: DataView, boxes: ReturnType<typeof boxesIn>): PictureSize | undefined {
	for (const track of boxes.filter(({ type }) => type === 'trak')) {
		const inTrack = boxesIn(moov, { from: track.start, to: track.end });
		const header = inTrack.find(({ type }) => type === 'tkhd');
		if (header === undefined || header.end <= header.start) continue;
		const matrix = header.start + (moov.getUint8(header.start) === 1 ? 52 : 40);
		if (matrix + 44 > header.end) continue;
		// Numbers with 16 bits before the point and 16 behind it.
		const [width, height] = [moov.getUint16(matrix + 36), moov.getUint16(matrix + 40)];
		if (width === 0 || height === 0) continue;
		const isTurned = moov.getInt32(matrix) === 0 && moov.getInt32(matrix + 16) === 0;
		return isTurned ? { width: height, height: width } : { width, height };
	}
	return undefined;
}
