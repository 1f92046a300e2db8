import type { File } from '#contract/entries';
import { LEFT_OUT_NAME } from '$lib/vault/download/left-out';
import type { ZipPlan } from '$lib/vault/download/zip-plan';
import { zipStream } from '$lib/vault/download/zip-stream';
import { unzipSync } from 'fflate';
import { ReadableStream } from 'node:stream/web';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

beforeEach(() => vi.stubGlobal('ReadableStream', ReadableStream));
afterEach(() => vi.unstubAllGlobals());

/** A storage that makes bytes as they are read and counts them; it holds no file. */
class Storage {
	givenBytes = 0;
	answers = 0;
	underway = 0;
	underwayMost = 0;

	constructor(sizes: ReadonlyMap<string, number>) {
		vi.stubGlobal('fetch', (url: string) => {
			const id = /[-\da-f]{36}/.exec(url)?.[0] ?? '';
			return Promise.resolve(new Response(this.#body(sizes.get(id) ?? 0) as BodyInit));
		});
	}

	#body(sizeBytes: number) {
		let left = sizeBytes;
		this.answers += 1;
		this.underway += 1;
		this.underwayMost = Math.max(this.underwayMost, this.underway);
		return new ReadableStream<Uint8Array>(
			{
				pull: (controller) => {
					const chunk = new Uint8Array(Math.min(left, 4096)).fill(sizeBytes % 251);
					left -= chunk.length;
					this.givenBytes += chunk.length;
					if (chunk.length > 0) controller.enqueue(chunk);
					if (left > 0) return;
					controller.close();
					this.underway -= 1;
				},
			},
			{ highWaterMark: 0 },
		);
	}
}

function bench(sizes: readonly number[]) {
	const vault = new FakeVaultApi();
	const files = sizes.map((sizeBytes, index) =>
		vault.addFile(`${String(index)}.bin`, undefined, { sizeBytes }),
	);
	const storage = new Storage(new Map(files.map((file) => [file.id, file.sizeBytes])));
	const member = (file: File) => ({ path: file.name, file });
	const plan: ZipPlan = {
		files: files.map(member),
		emptyFolders: [],
		totalBytes: sizes.reduce((sum, size) => sum + size, 0),
		archived: [],
		missing: [],
	};
	return { vault, storage, plan, files, member };
}

const options = (vault: FakeVaultApi) => ({
	call: vault.call,
	signal: new AbortController().signal,
	onBytes: () => undefined,
});

async function bytesOf(stream: globalThis.ReadableStream<Uint8Array>): Promise<Uint8Array> {
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

it('reads 5,000 files no faster than they are taken, and no more than six at a time', async () => {
	const { vault, storage, plan } = bench(Array.from({ length: 5000 }, (_, i) => 3000 + (i % 7)));
	let taken = 0;
	let aheadMost = 0;

	const reader = zipStream(plan, options(vault)).getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		taken += next.value.length;
		aheadMost = Math.max(aheadMost, storage.givenBytes - taken);
	}

	expect(storage.answers).toBe(5000);
	expect(taken).toBeGreaterThan(plan.totalBytes);
	expect(storage.underwayMost).toBeLessThanOrEqual(6);
	// A piece in each of the answers asked for ahead, and the one in the hand.
	expect(aheadMost).toBeLessThan(8 * 4096);
});

it('signs files in groups, and asks for a large one only in its turn', async () => {
	const { vault, storage, plan } = bench([10, 2_000_000, 2_000_000, 10]);

	const members = unzipSync(await bytesOf(zipStream(plan, options(vault))));

	expect(Object.values(members).map((bytes) => bytes.length)).toEqual([
		10, 2_000_000, 2_000_000, 10,
	]);
	expect(vault.requestsOf('signDownloads')).toHaveLength(1);
	expect(storage.underwayMost).toBe(2);
});

it('holds the list of what is left out, and the notes it was given', async () => {
	const { vault, plan, files, member } = bench([5]);
	const archived = vault.addFile('old.bin', undefined, { storageClass: 'GLACIER' });
	const notes = [{ name: 'Contents.csv', input: 'path\n' }];

	const zip = zipStream({ ...plan, archived: [member(archived)] }, { ...options(vault), notes });
	const members = unzipSync(await bytesOf(zip));

	expect(Object.keys(members)).toEqual(['Contents.csv', files[0]?.name, LEFT_OUT_NAME]);
	expect(Buffer.from(members[LEFT_OUT_NAME] ?? []).toString()).toContain('old.bin');
});

it('goes without what was deleted since it was planned, and names it', async () => {
	const { vault, plan } = bench([5, 6]);
	const call: typeof vault.call = async (endpoint, request, ...rest) => {
		const answer = await vault.call(endpoint, request, ...rest);
		const { downloads } = answer as unknown as { downloads: { entryId: string }[] };
		downloads.splice(0, 1, {
			...{ entryId: downloads[0]?.entryId ?? '', outcome: 'refused', code: 'not_found' },
		});
		return answer;
	};

	const members = unzipSync(await bytesOf(zipStream(plan, { ...options(vault), call })));

	expect(Object.keys(members)).toEqual(['1.bin', LEFT_OUT_NAME]);
	expect(Buffer.from(members[LEFT_OUT_NAME] ?? []).toString()).toMatch(/deleted.*\n\n0\.bin/);
});

it.each([
	['1969-12-31T23:59:59Z', 1980],
	['2106-02-07T06:28:15Z', 2106],
	['2200-01-01T00:00:00Z', 2107],
])('says of a date of %s the nearest one that a zip can', async (modifiedAt, year) => {
	const { vault, plan, files, member } = bench([5]);
	const dated = files.map((file) => member({ ...file, modifiedAt }));

	const zip = await bytesOf(zipStream({ ...plan, files: dated }, options(vault)));

	const dosDate = new DataView(zip.buffer).getUint16(12, true);
	expect(1980 + (dosDate >> 9)).toBe(year);
});
