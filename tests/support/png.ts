import { crc32, deflateSync } from 'node:zlib';

/** Pixels as a canvas keeps them: red, green, blue and alpha, a byte each, row by row. */
export interface Pixels {
	readonly data: Uint8ClampedArray<ArrayBuffer>;
	readonly width: number;
	readonly height: number;
}

/** Alpha is left out: eight bits of red, green and blue. */
export function encodePng({ data, width, height }: Pixels): Buffer {
	const rows = Buffer.alloc((width * 3 + 1) * height);
	let at = 0;
	for (let y = 0; y < height; y++) {
		rows[at++] = 0; // the row is not filtered
		for (let pixel = y * width; pixel < (y + 1) * width; pixel++) {
			for (let channel = 0; channel < 3; channel++) rows[at++] = data[pixel * 4 + channel] ?? 0;
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}
