import { mayTell, mediaFacts } from '$lib/vault/facts/media-facts';
import { SeenMedia } from '$lib/vault/facts/seen-media';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi } from './fake-vault-api';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/** Answers ranges of these bytes and writes them down. */
function storageOf(bytes: Buffer) {
	const ranges: string[] = [];
	vi.stubGlobal('fetch', (_url: string, { headers }: { headers: { range: string } }) => {
		ranges.push(headers.range);
		const [from = 0, to = 0] = (/(\d+)-(\d+)/.exec(headers.range) ?? []).slice(1).map(Number);
		return Promise.resolve(
			new Response(new Uint8Array(bytes.subarray(from, to + 1)), { status: 206 }),
		);
	});
	return ranges;
}

const { signal } = new AbortController();
const box = (type: string, body: Buffer) => {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
};

it('of a picture the beginning is read and no more', async () => {
	const vault = new FakeVaultApi();
	const sizeBytes = 40_000_000;
	const file = vault.addFile('a.jpg', undefined, { contentType: 'image/jpeg', sizeBytes });
	const ranges = storageOf(readFileSync('tests/e2e/files/exif-2012.jpg'));

	const facts = await mediaFacts(vault.call, file, signal);

	expect(facts?.taken?.localTime).toBe('2012-04-16T19:10:00');
	expect(ranges).toEqual(['bytes=0-262143']);
});

it('of a film the box that describes it is read, wherever it stands, and tells its length and its time', async () => {
	const header = Buffer.alloc(100);
	header.writeUInt32BE(Date.UTC(2019, 6, 14, 9, 30) / 1000 + 2_082_844_800, 4);
	header.writeUInt32BE(600, 12);
	header.writeUInt32BE(600 * 83, 16);
	const film = Buffer.concat([
		box('ftyp', Buffer.from('qt  ')),
		box('mdat', Buffer.alloc(1_000_000)),
		box('moov', box('mvhd', header)),
	]);
	const vault = new FakeVaultApi();
	const details = { contentType: 'video/quicktime', sizeBytes: film.length };
	const file = vault.addFile('a.mov', undefined, details);
	const ranges = storageOf(film);

	const facts = await mediaFacts(vault.call, file, signal);

	expect(facts).toEqual({ taken: { localTime: '2019-07-14T09:30:00', offset: 'Z' }, seconds: 83 });
	expect(ranges).toHaveLength(4);
});

it('what cannot be read or is broken tells nothing, and does no harm', async () => {
	const vault = new FakeVaultApi();
	const picture = { contentType: 'image/jpeg', sizeBytes: 10 };
	const file = vault.addFile('a.jpg', undefined, picture);
	storageOf(Buffer.from('no picture'));

	expect(await mediaFacts(vault.call, file, signal)).toBeUndefined();
	vault.refuse('signDownloads', 'not_found');
	expect(await mediaFacts(vault.call, file, signal)).toBeUndefined();
	expect(mayTell(vault.addFile('b.jpg', undefined, { ...picture, storageClass: 'GLACIER' }))).toBe(
		false,
	);
	expect(mayTell(vault.addFile('c.txt', undefined, { contentType: 'text/plain' }))).toBe(false);
	expect(mayTell(file)).toBe(true);
});

describe('what a file says that no browser has read before', () => {
	const photo = readFileSync('tests/e2e/files/exif-2012.jpg');
	const picture = { contentType: 'image/jpeg', sizeBytes: photo.length };
	const takenAt = new Date(2012, 3, 16, 19, 10);
	const said = {
		takenAt: takenAt.toISOString(),
		utcOffsetMinutes: 0 - takenAt.getTimezoneOffset(),
		durationMs: null,
		width: 600,
		height: 400,
	};

	it('is read from the bytes that it is drawn from, and stored in one call with others', async () => {
		const vault = new FakeVaultApi();
		const seen = new SeenMedia(vault.call);
		const files = ['a.jpg', 'b.jpg'].map((name) => vault.addFile(name, undefined, picture));

		const stored = await Promise.all(
			files.map((file) => seen.saw(file, new Blob([new Uint8Array(photo)]))),
		);

		expect(stored).toEqual([said, said]);
		const media = files.map(({ versionId }) => ({ versionId, ...said }));
		expect(vault.requests).toEqual([{ name: 'recordMedia', request: { media } }]);
	});

	it('is read from the beginning of one that is opened, once', async () => {
		const vault = new FakeVaultApi();
		const seen = new SeenMedia(vault.call);
		const file = vault.addFile('a.jpg', undefined, { ...picture, sizeBytes: 40_000_000 });
		const ranges = storageOf(photo);

		expect(await Promise.all([seen.opened(file), seen.opened(file)])).toEqual([said, said]);
		expect(ranges).toEqual(['bytes=0-262143']);
		expect(vault.requestsOf('recordMedia')).toHaveLength(1);
	});

	it.each([
		['of one that the vault knows of', { ...picture, media: said }],
		['of one in the archive', { ...picture, storageClass: 'DEEP_ARCHIVE' as const }],
		['of one whose bytes are missing', { ...picture, missingSince: '2026-11-30T00:00:00.000Z' }],
		['of an empty one', { ...picture, sizeBytes: 0 }],
		['of a text', { contentType: 'text/plain', sizeBytes: 5 }],
	])('is not asked %s', async (_what, details) => {
		const vault = new FakeVaultApi();
		const seen = new SeenMedia(vault.call);

		expect(await seen.opened(vault.addFile('a', undefined, details))).toBeUndefined();

		expect(vault.requests).toEqual([]);
	});

	it('is read from the original of one whose thumbnail stays on the screen, and not of one scrolled past', async () => {
		vi.useFakeTimers();
		const vault = new FakeVaultApi();
		const seen = new SeenMedia(vault.call);
		const ranges = storageOf(photo);
		const [stays, passes, known] = [
			vault.addFile('a.jpg', undefined, { ...picture, hasThumb: true, sizeBytes: 40_000_000 }),
			vault.addFile('b.jpg', undefined, { ...picture, hasThumb: true }),
			vault.addFile('c.jpg', undefined, { ...picture, hasThumb: true, media: said }),
		];

		seen.glanced(known);
		seen.glanced(passes)();
		seen.glanced(stays);
		// Moves the clock on as it looks.
		await vi.waitFor(() => expect(vault.requestsOf('recordMedia')).toHaveLength(1), 10_000);

		expect(ranges).toEqual(['bytes=0-262143']);
		expect(vault.requestsOf('recordMedia')).toEqual([
			{ media: [{ versionId: stays.versionId, ...said }] },
		]);
	});

	it('is stored by none whose line breaks: the next visit reads it', async () => {
		const vault = new FakeVaultApi();
		const file = vault.addFile('a.jpg', undefined, picture);
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));

		expect(await new SeenMedia(vault.call).opened(file)).toBeUndefined();

		expect(vault.requestsOf('recordMedia')).toEqual([]);
	});
});
