/** A part of a file of ISO/IEC 14496-12 (MP4, QuickTime, HEIF), without its head. */
interface Box {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

/** The boxes that lie beside each other in a range; of one that breaks off what is there. Stops where the lengths make no sense. */
export function boxesIn(
	view: DataView,
	{ from, to = view.byteLength }: { readonly from: number; readonly to?: number },
): readonly Box[] {
	const boxes: Box[] = [];
	const last = Math.min(to, view.byteLength);
	for (let offset = from; offset + 8 <= last;) {
		const size = view.getUint32(offset);
		if (size < 8) break;
		const end = Math.min(offset + size, last);
		boxes.push({ type: typeAt(view, offset + 4), start: offset + 8, end });
		offset += size;
	}
	return boxes;
}

export function typeAt(view: DataView, offset: number): string {
	return String.fromCharCode(...[0, 1, 2, 3].map((at) => view.getUint8(offset + at)));
}
