import { pictureSize } from '$lib/uploads/capture/picture-size';
import { expect, it } from 'vitest';

/** Bytes in hex, then zeros: a header that goes on. */
function header(hex: string): ArrayBuffer {
	const bytes = hex.replaceAll(' ', '').match(/../g) ?? [];
	const padded = new Uint8Array(Math.max(64, bytes.length));
	padded.set(bytes.map((byte) => Number.parseInt(byte, 16)));
	return padded.buffer;
}

it.each([
	['PNG', '89504e47 0d0a1a0a 0000000d 49484452 00000fa0 00000bb8', 4000, 3000],
	['GIF', '474946383961 2c01 c800', 300, 200],
	['WebP, lossy', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 4001 f000', 320, 240],
	['WebP, lossless', '52494646 00000000 57454250 5650384c 00000000 2f 3f c1 3b 00', 320, 240],
	[
		'WebP, extended',
		'52494646 00000000 57454250 56503858 0a000000 00000000 3f0100 ef0000',
		320,
		240,
	],
	['JPEG', 'ffd8 ffe0 0010 4a46494600010100000100010000 ffc0 0011 08 0bb8 0fa0', 4000, 3000],
	['JPEG with fill bytes and tables', 'ffd8 ffc4 0004 0000 ffff ffc2 0011 08 00f0 0140', 320, 240],
])('reads the size of a %s', (_name, hex, width, height) => {
	expect(pictureSize(header(hex))).toEqual({ width, height });
});

it.each([
	['text', '68656c6c6f20776f726c64'],
	['a JPEG that is cut off', 'ffd8 ffe0 ffff'],
	['a JPEG without a frame', 'ffd8 0000 0000'],
	['a PNG without width', '89504e47 0d0a1a0a 0000000d 49484452 00000000 00000bb8'],
	['a WebP of another kind', '52494646 00000000 57454250 41414141'],
])('does not guess the size of %s', (_name, hex) => {
	expect(pictureSize(header(hex))).toBeUndefined();
});

it('does not look beyond the end of a tiny file', () => {
	expect(pictureSize(new ArrayBuffer(0))).toBeUndefined();
	expect(pictureSize(new ArrayBuffer(29))).toBeUndefined();
});
