export interface PictureSize {
	readonly width: number;
	readonly height: number;
}

/** How much of a file is read to find its size: cameras put a thumbnail of their own before it. */
export const HEADER_BYTES = 256 * 1024;

/**
 * Width and height in pixels as the header of a PNG, GIF, WebP or JPEG says, before anything is
 * decoded: a small file may hold a picture that fills the memory. Undefined where it cannot be told.
 */
export function pictureSize(header: ArrayBuffer): PictureSize | undefined {
	const view = new DataView(header);
	if (view.byteLength < 30) return undefined;
	if (view.getUint32(0) === 0x89504e47) return at(view.getUint32(16), view.getUint32(20));
	if (view.getUint32(0) === 0x47494638) return at(view.getUint16(6, true), view.getUint16(8, true));
	if (view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return webp(view);
	if (view.getUint16(0) === 0xffd8) return jpeg(view);
	return undefined;
}

function at(width: number, height: number): PictureSize | undefined {
	return width > 0 && height > 0 ? { width, height } : undefined;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webp(view: DataView): PictureSize | undefined {
	const chunk = view.getUint32(12);
	if (chunk === 0x56503858) return at(uint24(view, 24) + 1, uint24(view, 27) + 1);
	if (chunk === 0x5650384c) {
		const bits = view.getUint32(21, true);
		return at((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
	}
	if (chunk !== 0x56503820) return undefined;
	return at(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

function uint24(view: DataView, offset: number): number {
	return view.getUint16(offset, true) + (view.getUint8(offset + 2) << 16);
}

/** Walks the segments to the frame's header (SOF0–SOF15, but for the tables DHT, JPG and DAC among them). */
function jpeg(view: DataView): PictureSize | undefined {
	let offset = 2;
	while (offset + 9 < view.byteLength) {
		if (view.getUint8(offset) !== 0xff) return undefined;
		const marker = view.getUint8(offset + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) return at(view.getUint16(offset + 7), view.getUint16(offset + 5));
		// A fill byte: the marker itself follows.
		offset += marker === 0xff ? 1 : 2 + view.getUint16(offset + 2);
	}
	return undefined;
}
