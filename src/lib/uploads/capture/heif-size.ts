import { boxesIn, typeAt } from './boxes';
import type { PictureSize } from './picture-size';

/**
 * Width and height of a HEIC or AVIF as it is shown. Of the sizes that it lists, those of its tiles and of a small picture among them, the
 * largest is its own, and all of one file are turned alike. Undefined where it says none.
 * ISO/IEC 23008-12, sections 6.5.3 and 6.5.10
 */
export function heifSize(header: ArrayBuffer): PictureSize | undefined {
	const view = new DataView(header);
	if (view.byteLength < 16 || typeAt(view, 4) !== 'ftyp') return undefined;
	const meta = boxesIn(view, { from: 0 }).find(({ type }) => type === 'meta');
	if (meta === undefined) return undefined;
	// Behind the version and flags of the box.
	const properties = boxesIn(view, { from: meta.start + 4, to: meta.end })
		.filter(({ type }) => type === 'iprp')
		.flatMap((iprp) => boxesIn(view, { from: iprp.start, to: iprp.end }))
		.filter(({ type }) => type === 'ipco')
		.flatMap((ipco) => boxesIn(view, { from: ipco.start, to: ipco.end }));
	const sizes = properties
		.filter(({ type, start, end }) => type === 'ispe' && end - start >= 12)
		.map(({ start }) => ({ width: view.getUint32(start + 4), height: view.getUint32(start + 8) }));
	const [largest] = sizes.toSorted((a, b) => b.width * b.height - a.width * a.height);
	if (largest === undefined || largest.width === 0 || largest.height === 0) return undefined;
	const turn = properties.find(({ type, start, end }) => type === 'irot' && end > start);
	const isOnItsSide = turn !== undefined && (view.getUint8(turn.start) & 1) === 1;
	return isOnItsSide ? { width: largest.height, height: largest.width } : largest;
}
