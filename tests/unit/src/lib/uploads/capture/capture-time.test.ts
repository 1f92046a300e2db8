import { captured, momentOf } from '$lib/uploads/capture/captured';
import type { FileFacts } from '$lib/uploads/capture/facts';
import { fileFacts } from '$lib/uploads/capture/file-facts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const captureTime = async (file: Blob, contentType: string) =>
	(await fileFacts(file, contentType).catch((): FileFacts => ({}))).taken;
const fileOf = (name: string) => new Blob([readFileSync(`tests/e2e/files/${name}`)]);

describe('a picture', () => {
	it('says when it was taken, by the clock of its camera', async () => {
		await expect(captureTime(fileOf('exif-2012.jpg'), 'image/jpeg')).resolves.toEqual({
			localTime: '2012-04-16T19:10:00',
			offset: undefined,
		});
	});

	it.each([
		['broken.jpg', 'image/jpeg'],
		['zero.jpg', 'image/jpeg'],
		['heic-named.jpg', 'image/jpeg'],
		['moving.apng', 'image/apng'],
		['script.svg', 'image/svg+xml'],
		['broken.jpg', 'video/mp4'],
		['exif-2012.jpg', 'application/pdf'],
	])('that does not tell is none the worse: %s as %s', async (name, type) => {
		await expect(captureTime(fileOf(name), type)).resolves.toBeUndefined();
	});
});

describe('the text of a time', () => {
	it.each([
		['2012:04:16 19:10:00', undefined, '2012-04-16T19:10:00', undefined],
		['2012:04:16 19:10:00', '+02:00', '2012-04-16T19:10:00', '+02:00'],
		['2012-04-16T19:10:00', '-0930', '2012-04-16T19:10:00', '-09:30'],
		['1951:07:01 00:00:00', 'CET', '1951-07-01T00:00:00', undefined],
		['2012:04:16 19:10:00', '-99:00', '2012-04-16T19:10:00', undefined],
		['2012:04:16 19:10:00', '+16:00', '2012-04-16T19:10:00', undefined],
	])('%s with %s is understood', (time, offset, localTime, zone) => {
		expect(captured(time, offset)).toEqual({ localTime, offset: zone });
	});

	it.each([
		'0000:00:00 00:00:00',
		'2012:02:31 10:00:00',
		'2012:13:01 10:00:00',
		'    ',
		'',
		5,
		null,
	])('%s is no date', (time) => {
		expect(captured(time, undefined)).toBeUndefined();
	});

	it('names a moment by its offset, and without one by the zone of this device', () => {
		const localTime = '2012-04-16T19:10:00';

		expect(momentOf({ localTime, offset: '+02:00' })).toBe(Date.UTC(2012, 3, 16, 17, 10));
		expect(momentOf({ localTime, offset: undefined })).toBe(
			new Date(2012, 3, 16, 19, 10).getTime(),
		);
	});
});

describe('a film', () => {
	const box = (type: string, ...parts: Buffer[]) => {
		const body = Buffer.concat(parts);
		const head = Buffer.alloc(8);
		head.writeUInt32BE(8 + body.length);
		head.write(type, 4, 'latin1');
		return Buffer.concat([head, body]);
	};
	const header = (seconds: number) => {
		const body = Buffer.alloc(100);
		body.writeUInt32BE(seconds, 4);
		return box('mvhd', body);
	};
	const since1904 = Date.UTC(2019, 6, 14, 9, 30) / 1000 + 2_082_844_800;
	const film = (...moov: Buffer[]) =>
		new Blob([
			box('ftyp', Buffer.from('qt  ')),
			box('mdat', Buffer.alloc(5000)),
			box('moov', ...moov),
		]);

	it('says it in its header, in UTC, wherever that stands', async () => {
		await expect(captureTime(film(header(since1904)), 'video/mp4')).resolves.toEqual({
			localTime: '2019-07-14T09:30:00',
			offset: 'Z',
		});
	});

	it('of an Apple device says it with its zone', async () => {
		const meta = box(
			'meta',
			box('keys', Buffer.from('mdtacom.apple.quicktime.creationdate')),
			box('ilst', Buffer.from('\0\0data2019-07-14T11:30:00+0200')),
		);

		await expect(captureTime(film(header(since1904), meta), 'video/quicktime')).resolves.toEqual({
			localTime: '2019-07-14T11:30:00',
			offset: '+02:00',
		});
	});

	it.each([
		['whose encoder wrote no time', film(header(0))],
		['whose boxes have no length', new Blob([box('ftyp'), Buffer.alloc(64)])],
		['that breaks off', film(header(since1904)).slice(0, 5040)],
		['of another container', new Blob([Buffer.from('1a45dfa3000000000000000000000000', 'hex')])],
	])('%s does not tell', async (_what, file) => {
		await expect(captureTime(file, 'video/mp4')).resolves.toBeUndefined();
	});
});
