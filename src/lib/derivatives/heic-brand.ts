/** The first four bytes are a length; `ftyp` and a brand follow. https://nokiatech.github.io/heif/technical.html */
const BRANDS = new Set('heic heix hevc hevx heim heis hevm hevs mif1 msf1'.split(' '));

/** Whether it is a HEIC, by its first bytes and whatever its name says. */
export function isHeic(header: ArrayBuffer): boolean {
	const text = String.fromCharCode(...new Uint8Array(header.slice(4, 12)));
	return text.startsWith('ftyp') && BRANDS.has(text.slice(4));
}
