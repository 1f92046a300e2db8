import { isHeic } from '$lib/derivatives/heic-brand';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const header = (name: string) => {
	const bytes = readFileSync(`tests/e2e/files/${name}`);
	return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

it.each([
	['photo.heic', true],
	['heic-named.jpg', true],
	['exif-rot6.jpg', false],
	['broken.jpg', false],
	['moving.apng', false],
	['zero.jpg', false],
])('knows by its bytes whether %s is a HEIC: %s', (name, heic) => {
	expect(isHeic(header(name))).toBe(heic);
});
