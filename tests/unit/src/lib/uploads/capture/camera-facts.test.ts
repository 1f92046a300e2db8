import { formatLocalTime } from '$lib/format/local-time';
import { cameraFacts } from '$lib/uploads/capture/camera-facts';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Field = readonly [
	tag: number,
	value: string | readonly number[] | readonly (readonly [number, number])[],
];

/** A JPEG that holds nothing but EXIF: TIFF 6.0, big-endian. */
function jpegWith(
	ifd0: readonly Field[],
	exif: readonly Field[],
	gps: readonly Field[] = [],
): Blob {
	const chunks: Buffer[] = [];
	const start = 8;
	let at = start;
	const directory = (
		fields: readonly Field[],
		pointers: readonly (readonly [number, number])[],
	) => {
		const count = fields.length + pointers.length;
		const head = Buffer.alloc(2 + count * 12 + 4);
		head.writeUInt16BE(count);
		const data: Buffer[] = [];
		let dataAt = at + head.length;
		fields.forEach(([tag, value], index) => {
			const [type, number, bytes] = encoded(value);
			const field = 2 + index * 12;
			head.writeUInt16BE(tag, field);
			head.writeUInt16BE(type, field + 2);
			head.writeUInt32BE(number, field + 4);
			if (bytes.length <= 4) bytes.copy(head, field + 8);
			else {
				head.writeUInt32BE(dataAt, field + 8);
				data.push(bytes);
				dataAt += bytes.length;
			}
		});
		pointers.forEach(([tag, to], index) => {
			const field = 2 + (fields.length + index) * 12;
			head.writeUInt16BE(tag, field);
			head.writeUInt16BE(4, field + 2);
			head.writeUInt32BE(1, field + 4);
			head.writeUInt32BE(to, field + 8);
		});
		chunks.push(head, ...data);
		const from = at;
		at = dataAt;
		return from;
	};
	const exifAt = directory(exif, []);
	const gpsAt = directory(gps, []);
	const ifd0At = directory(ifd0, [
		[0x8769, exifAt],
		[0x8825, gpsAt],
	]);
	const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\0', 'latin1'), ...chunks]);
	tiff.writeUInt32BE(ifd0At, 4);
	const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
	const marker = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
	marker.writeUInt16BE(body.length + 2, 4);
	return new Blob([marker, body, Buffer.from([0xff, 0xd9])]);
}

function encoded(value: Field[1]): readonly [type: number, count: number, bytes: Buffer] {
	if (typeof value === 'string') return [2, value.length + 1, Buffer.from(`${value}\0`, 'latin1')];
	const [first] = value;
	if (typeof first === 'number') {
		const bytes = Buffer.alloc(value.length * 2);
		value.forEach((each, index) => bytes.writeUInt16BE(Number(each), index * 2));
		return [3, value.length, bytes];
	}
	const bytes = Buffer.alloc(value.length * 8);
	(value as readonly (readonly [number, number])[]).forEach(([over, under], index) => {
		bytes.writeUInt32BE(over, index * 8);
		bytes.writeUInt32BE(under, index * 8 + 4);
	});
	return [5, value.length, bytes];
}

const degrees = (whole: number, minutes: number, seconds: number): Field[1] => [
	[whole, 1],
	[minutes, 1],
	[seconds * 100, 100],
];

it('a photograph tells its camera, its exposure, and where and when it was taken', async () => {
	const photo = jpegWith(
		[
			[0x010f, 'Apple'],
			[0x0110, 'iPhone 15'],
		],
		[
			[0x829a, [[1, 250]]],
			[0x829d, [[28, 10]]],
			[0x8827, [100]],
			[0x9003, '2024:12:31 23:30:00'],
			[0x9011, '+09:00'],
			[0x920a, [[35, 1]]],
		],
		[
			[1, 'S'],
			[2, degrees(33, 51, 31.5)],
			[3, 'E'],
			[4, degrees(151, 12, 51)],
		],
	);

	expect(await cameraFacts(photo)).toEqual({
		taken: { localTime: '2024-12-31T23:30:00', offset: '+09:00' },
		camera: 'Apple iPhone 15',
		exposure: '1/250 s · f/2.8 · ISO 100 · 35 mm',
		place: {
			latitude: expect.closeTo(-33.85875, 5) as number,
			longitude: expect.closeTo(151.21417, 5) as number,
		},
	});
});

it('a model that begins with its maker is said once, and zeros are no place', async () => {
	const photo = jpegWith(
		[
			[0x010f, 'Canon'],
			[0x0110, 'Canon EOS R5'],
		],
		[],
		[
			[1, 'N'],
			[2, degrees(0, 0, 0)],
			[3, 'E'],
			[4, degrees(0, 0, 0)],
		],
	);

	expect(await cameraFacts(photo)).toMatchObject({ camera: 'Canon EOS R5', place: undefined });
});

it('what a picture does not say is left out', async () => {
	const photo = new Blob([readFileSync('tests/e2e/files/exif-2012.jpg')]);

	expect(await cameraFacts(photo)).toEqual({
		taken: { localTime: '2012-04-16T19:10:00', offset: undefined },
		camera: undefined,
		exposure: undefined,
		place: undefined,
	});
});

it.each([
	['2012-04-16T19:10:00', undefined, /16 April 2012 at 19:10$/],
	['2024-12-31T23:30:00', '+09:00', /31 December 2024 at 23:30 \(UTC\+9\)$/],
	['2024-12-31T23:30:00', '-09:30', /23:30 \(UTC−9:30\)$/],
	['2024-12-31T23:30:00', 'Z', /23:30 \(UTC\)$/],
])(
	'%s with %s is said as its clock showed it, in any zone of the reader',
	(localTime, offset, words) => {
		expect(formatLocalTime({ localTime, offset })).toMatch(words);
	},
);
