import type { File as StoredFile } from '#contract/entries';
import { vaultOriginals } from '$lib/derivatives/originals';
import { afterEach, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

const never = new AbortController().signal;

function bench() {
	const vault = new FakeVaultApi();
	const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response('bytes')));
	vi.stubGlobal('fetch', fetched);
	return { vault, fetched, originals: vaultOriginals(vault.call) };
}

afterEach(() => vi.unstubAllGlobals());

const add = (vault: FakeVaultApi, name: string, contentType: string): StoredFile =>
	vault.addFile(name, undefined, { contentType });

it('are asked for as what is saved, for inline the vault gives only what browsers show', async () => {
	const { vault, originals } = bench();

	await originals.of(add(vault, 'photo.heic', 'image/heic'), never);

	expect(vault.requestsOf('signDownloads')).toMatchObject([{ downloads: [{ as: 'attachment' }] }]);
});

it('of a screen share one call', async () => {
	const { vault, originals } = bench();
	const files = Array.from({ length: 20 }, () => add(vault, 'a.jpg', 'image/jpeg'));

	await Promise.all(files.map((file) => originals.of(file, never)));

	expect(vault.requestsOf('signDownloads')).toHaveLength(1);
});

it('of a film are an address, as a player reads only what it shows', async () => {
	const { vault, fetched, originals } = bench();

	const source = await originals.of(add(vault, 'a.mkv', 'video/x-matroska'), never);

	expect(source).toBeInstanceOf(URL);
	expect(fetched).not.toHaveBeenCalled();
});

it('of a text are its first bytes', async () => {
	const { vault, fetched, originals } = bench();

	await originals.of(add(vault, 'a.log', 'text/plain'), never);

	expect(fetched.mock.calls[0]?.[1]?.headers).toEqual({ range: 'bytes=0-16383' });
});

it('that S3 does not give are an error, and no picture', async () => {
	const { vault, fetched, originals } = bench();
	fetched.mockResolvedValue(new Response('', { status: 403 }));

	await expect(originals.of(add(vault, 'a.jpg', 'image/jpeg'), never)).rejects.toThrow('403');
});
