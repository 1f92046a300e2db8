import { mayTell, mediaFacts } from '$lib/vault/facts/media-facts';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { FakeVaultApi } from './fake-vault-api';

afterEach(() => vi.unstubAllGlobals());

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
