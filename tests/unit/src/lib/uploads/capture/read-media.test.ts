import { heifSize } from '$lib/uploads/capture/heif-size';
import { mediaOf, readMedia } from '$lib/uploads/capture/read-media';
import { ReadFile } from '$lib/uploads/capture/slices';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { box, exif, jpeg } from './made-files';

const changedMs = Date.UTC(2020, 5, 1, 12);
const offsetAt = (time: Date) => 0 - time.getTimezoneOffset();
const offsetThen = offsetAt(new Date(changedMs));
const nothing = { takenAt: null, durationMs: null, width: null, height: null };

describe('a picture', () => {
	const read = (...bytes: Buffer[]) =>
		readMedia(new Blob(bytes.map((each) => new Uint8Array(each))), {
			contentType: 'image/jpeg',
			changedMs,
		});

	it.each([
		[1, 40, 30],
		[3, 40, 30],
		[6, 30, 40],
		[8, 30, 40],
	])(
		'that lay in the camera as %d says is %d wide and %d high',
		async (orientation, width, height) => {
			const photo = jpeg({ width: 40, height: 30 }, exif({ orientation }));

			expect(await read(photo)).toEqual({
				...nothing,
				utcOffsetMinutes: offsetThen,
				width,
				height,
			});
		},
	);

	it('is of the day that its camera says, in the zone it says', async () => {
		const photo = jpeg(
			{ width: 4, height: 3 },
			exif({ time: '2012:04:17 00:30:00', offset: '+13:45' }),
		);

		expect(await read(photo)).toMatchObject({
			takenAt: '2012-04-16T10:45:00.000Z',
			utcOffsetMinutes: 825,
		});
	});

	it('that says no zone is of the one of this device', async () => {
		const photo = jpeg({ width: 4, height: 3 }, exif({ time: '2012:04:17 00:30:00' }));
		const taken = new Date(2012, 3, 17, 0, 30);

		expect(await read(photo)).toMatchObject({
			takenAt: taken.toISOString(),
			utcOffsetMinutes: offsetAt(taken),
		});
	});

	it('that is in memory tells the same as one that is on the disk', async () => {
		const photo = jpeg(
			{ width: 40, height: 30 },
			exif({ orientation: 6, time: '2012:04:17 00:30:00', offset: '+13:45' }),
		);
		const bytes = new Uint8Array(photo).buffer;
		const about = { contentType: 'image/jpeg', changedMs };

		expect(await readMedia(new ReadFile(bytes), about)).toEqual(await read(photo));
	});

	it('that is broken says nothing, and its day is that of its file here', async () => {
		expect(await read(readFileSync('tests/e2e/files/broken.jpg'))).toEqual({
			...nothing,
			utcOffsetMinutes: offsetThen,
		});
	});
});

it('other files say nothing', async () => {
	const about = { contentType: 'application/pdf', changedMs };

	expect(await readMedia(new Blob(['%PDF']), about)).toBeNull();
});

it('a camera that is ahead of the time says nothing of it', () => {
	const taken = { localTime: '9999-12-31T23:59:59', offset: '-12:00' };

	expect(mediaOf({ taken }, changedMs)).toEqual({ ...nothing, utcOffsetMinutes: offsetThen });
});

it.each([
	[0, null],
	[0.0001, null],
	[83.4567, 83_457],
	[Infinity, null],
	[1e9, null],
])('a film of %d seconds plays for %d milliseconds', (seconds, durationMs) => {
	expect(mediaOf({ seconds }, changedMs).durationMs).toBe(durationMs);
});

describe('a HEIC', () => {
	const ispe = (width: number, height: number) => {
		const body = Buffer.alloc(12);
		body.writeUInt32BE(width, 4);
		body.writeUInt32BE(height, 8);
		return box('ispe', body);
	};
	const heic = (...properties: Buffer[]) => {
		const { buffer, byteOffset, byteLength } = Buffer.concat([
			box('ftyp', Buffer.from('heic')),
			box('meta', Buffer.alloc(4), box('iprp', box('ipco', ...properties))),
		]);
		return buffer.slice(byteOffset, byteOffset + byteLength);
	};

	it('is as large as the largest of its sizes', () => {
		expect(heifSize(heic(ispe(512, 512), ispe(4032, 3024), ispe(320, 240)))).toEqual({
			width: 4032,
			height: 3024,
		});
	});

	it.each([
		[0, 4032, 3024],
		[1, 3024, 4032],
		[2, 4032, 3024],
		[3, 3024, 4032],
	])('that is turned by %d right angles is %d wide and %d high', (turns, width, height) => {
		expect(heifSize(heic(ispe(4032, 3024), box('irot', Buffer.of(turns))))).toEqual({
			width,
			height,
		});
	});

	it.each([
		['without a size', heic()],
		['with a size of nothing', heic(ispe(0, 5))],
		['that breaks off', heic(ispe(4, 3)).slice(0, 50)],
		['of another container', new ArrayBuffer(64)],
		['of no bytes', new ArrayBuffer(0)],
	])('%s says none', (_what, header) => {
		expect(heifSize(header)).toBeUndefined();
	});
});

describe('a film', () => {
	const track = (width: number, height: number, { turned = false, version = 0 } = {}) => {
		const body = Buffer.alloc(version === 1 ? 96 : 84);
		body.writeUInt8(version, 0);
		const matrix = version === 1 ? 52 : 40;
		body.writeInt32BE(turned ? 0 : 0x10000, matrix);
		body.writeInt32BE(turned ? 0x10000 : 0, matrix + 4);
		body.writeInt32BE(turned ? 0 : 0x10000, matrix + 16);
		body.writeUInt16BE(width, matrix + 36);
		body.writeUInt16BE(height, matrix + 40);
		return box('trak', box('tkhd', body));
	};
	const read = (...tracks: Buffer[]) => {
		const header = Buffer.alloc(100);
		header.writeUInt32BE(Date.UTC(2019, 6, 14, 22, 30) / 1000 + 2_082_844_800, 4);
		header.writeUInt32BE(600, 12);
		header.writeUInt32BE(900, 16);
		const film = [box('ftyp', Buffer.from('qt  ')), box('moov', box('mvhd', header), ...tracks)];
		return readMedia(new Blob(film.map((each) => new Uint8Array(each))), {
			contentType: 'video/mp4',
			changedMs,
		});
	};
	const taken = new Date('2019-07-14T22:30:00Z');
	const said = {
		takenAt: taken.toISOString(),
		// Its header says the instant alone, so its day is told by the clock here.
		utcOffsetMinutes: offsetAt(taken),
		durationMs: 1500,
	};

	it.each([
		['as it lies', [track(0, 0), track(1920, 1080)], 1920, 1080],
		['as it was held', [track(1920, 1080, { turned: true })], 1080, 1920],
		['in the longer form of its header', [track(1920, 1080, { version: 1 })], 1920, 1080],
		['without one', [], null, null],
	])('says its length and its size %s', async (_what, tracks, width, height) => {
		expect(await read(...tracks)).toEqual({ ...said, width, height });
	});
});
