/** A box of MP4, QuickTime or HEIF. */
export function box(type: string, ...parts: readonly Buffer[]): Buffer {
	const body = Buffer.concat(parts);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

interface Said {
	readonly orientation?: number;
	/** As EXIF writes it. */
	readonly time?: string;
	readonly offset?: string;
}

/** A segment of EXIF. */
export function exif({ orientation, time, offset }: Said): Buffer {
	const first = [
		...(orientation === undefined ? [] : [short(0x0112, orientation)]),
		{ tag: 0x8769, pointsTo: [...texts(0x9003, time), ...texts(0x9011, offset)] },
	];
	const tiff = directory(first, 8);
	const body = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), tiff]);
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(body.length + 2, 2);
	return Buffer.concat([head, body]);
}

type Field =
	| { readonly tag: number; readonly value: Buffer; readonly type: number; readonly count: number }
	| { readonly tag: number; readonly pointsTo: readonly Field[] };

function short(tag: number, value: number): Field {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt16BE(value);
	return { tag, value: bytes, type: 3, count: 1 };
}

function texts(tag: number, text: string | undefined): readonly Field[] {
	if (text === undefined) return [];
	const value = Buffer.from(`${text}\0`, 'latin1');
	return [{ tag, value, type: 2, count: value.length }];
}

/** At this offset of the TIFF, with what its fields point to behind it. */
function directory(fields: readonly Field[], offset: number): Buffer {
	const table = Buffer.alloc(2 + 12 * fields.length + 4);
	table.writeUInt16BE(fields.length);
	const behind: Buffer[] = [];
	let end = offset + table.length;
	for (const [i, field] of fields.entries()) {
		const at = 2 + 12 * i;
		table.writeUInt16BE(field.tag, at);
		const isDirectory = 'pointsTo' in field;
		table.writeUInt16BE(isDirectory ? 4 : field.type, at + 2);
		table.writeUInt32BE(isDirectory ? 1 : field.count, at + 4);
		if (!isDirectory && field.value.length <= 4) {
			field.value.copy(table, at + 8);
			continue;
		}
		const value = isDirectory ? directory(field.pointsTo, end) : field.value;
		table.writeUInt32BE(end, at + 8);
		behind.push(value);
		end += value.length;
	}
	return Buffer.concat([table, ...behind]);
}

/** A JPEG that has these segments and the size in its frame, and no picture. */
export function jpeg(
	{ width, height }: { readonly width: number; readonly height: number },
	...segments: readonly Buffer[]
): Buffer {
	const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0, 0, 2, 0, 0, 3, 0, 0]);
	frame.writeUInt16BE(height, 5);
	frame.writeUInt16BE(width, 7);
	return Buffer.concat([
		Buffer.of(0xff, 0xd8),
		...segments,
		frame,
		Buffer.of(0xff, 0xd9),
		Buffer.alloc(16),
	]);
}
