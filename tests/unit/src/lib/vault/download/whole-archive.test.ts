import type { File } from '#contract/entries';
import { archiveParts, contentsList } from '$lib/vault/download/archive-parts';
import type { ArchiveStore, KeptArchive } from '$lib/vault/download/archive-store';
import { WholeArchive } from '$lib/vault/download/whole-archive.svelte';
import type { ZipPlan } from '$lib/vault/download/zip-plan';
import type { ZipSave } from '$lib/vault/download/zip-save.svelte';
import { unzipSync } from 'fflate';
import { ReadableStream } from 'node:stream/web';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID } from '../fake-vault-api';

beforeEach(() => vi.stubGlobal('ReadableStream', ReadableStream));
afterEach(() => vi.unstubAllGlobals());

class FakeStore implements ArchiveStore {
	kept: KeptArchive | undefined;
	load(rootId: string) {
		return Promise.resolve(this.kept?.rootId === rootId ? this.kept : undefined);
	}
	save(archive: KeptArchive) {
		this.kept = structuredClone(archive);
		return Promise.resolve();
	}
	remove() {
		this.kept = undefined;
		return Promise.resolve();
	}
}

const planOf = (files: readonly File[]): ZipPlan => ({
	files: files.map((file) => ({ path: file.name, file })),
	emptyFolders: ['empty/'],
	totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
	archived: [],
	missing: [],
});

describe('an archive in parts', () => {
	const sized = (...sizes: readonly number[]) => {
		const vault = new FakeVaultApi();
		const files = sizes.map((sizeBytes, index) =>
			vault.addFile(String(index), undefined, { sizeBytes }),
		);
		return planOf(files);
	};

	it.each([
		['by their size', [4, 4, 4], [['0', '1'], ['2']]],
		['with a file larger than a part by itself', [4, 30, 4], [['0'], ['1'], ['2']]],
		['by their number', [1, 1, 1, 1], [['0', '1', '2'], ['3']]],
		['of which the only one may be empty', [], [[]]],
	])('is cut %s', (_how, sizes, expected) => {
		const parts = archiveParts(sized(...sizes), { bytes: 10, files: 3 });

		expect(parts.map(({ files }) => files.map(({ path }) => path))).toEqual(expected);
		expect(parts[0]?.emptyFolders).toEqual(['empty/']);
		expect(parts.slice(1).flatMap(({ emptyFolders }) => emptyFolders)).toEqual([]);
	});

	it('has a list that a spreadsheet reads and runs nothing of', () => {
		const vault = new FakeVaultApi();
		const names = ['a, "b".txt', '=HYPERLINK(1).txt'];
		const archived = vault.addFile('old.bin', undefined, { storageClass: 'GLACIER' });
		const plan = planOf(names.map((name) => vault.addFile(name)));

		const lines = contentsList([
			{ ...plan, archived: [{ path: 'old.bin', file: archived }] },
		]).split('\r\n');

		expect(lines[0]).toBe('path,bytes,added,on the device,where');
		expect(lines[1]).toMatch(/^"a, ""b"".txt",1000,2025-.*,part 1$/);
		expect(lines[2]).toMatch(/^'=HYPERLINK\(1\)\.txt,/);
		expect(lines[3]).toMatch(/^old\.bin,1000,.*,left out: archived$/);
	});
});

describe('everything at one press', () => {
	const SIZE = 1_200_000_000;

	function bench(store = new FakeStore()) {
		const vault = new FakeVaultApi();
		const trip = vault.addFolder('trip');
		for (const name of ['a', 'b', 'c']) vault.addFile(name, trip.id, { sizeBytes: SIZE });
		const zips: ZipSave[] = [];
		const shown: string[] = [];
		const toasts = { show: (text: string) => shown.push(text) };
		const archive = new WholeArchive({
			call: vault.call,
			toasts,
			store,
			show: (change) => zips.splice(0, zips.length, ...change(zips)),
			now: () => Date.UTC(2026, 10, 30),
		});
		return { archive, zips, shown, store, vault };
	}

	it('plans all folders, saves one part after the other, and goes on after a reload with those that are missing', async () => {
		const picker = vi.fn();
		vi.stubGlobal('showSaveFilePicker', picker);
		const first = bench();
		await first.archive.begin(ROOT_ID);

		expect(first.zips.map(({ name }) => name)).toEqual(['CloudVault 2026-11-30, part 1 of 3.zip']);
		expect(first.store.kept?.parts).toHaveLength(3);
		await vi.waitFor(() => expect(first.zips[0]?.state.kind).toBe('ready'));
		first.zips[0]?.cancel();
		await vi.waitFor(() => expect(first.archive.running).toBe(false));

		const kept = first.store.kept;
		if (kept === undefined) throw new Error('the plan is kept');
		first.store.kept = { ...kept, saved: [0, 2] };
		const second = bench(first.store);
		await second.archive.read(ROOT_ID);
		second.archive.goOn();

		expect(second.zips.map(({ name }) => name)).toEqual(['CloudVault 2026-11-30, part 2 of 3.zip']);
		expect(picker).not.toHaveBeenCalled();
	});

	it('saves all parts with the list inside, and says when it is whole', async () => {
		const store = new FakeStore();
		const { archive, zips, shown, vault } = bench(store);
		const saved: Blob[] = [];
		vi.stubGlobal('URL', {
			createObjectURL: (blob: Blob) => {
				saved.push(blob);
				return 'blob:x';
			},
			revokeObjectURL: () => undefined,
		});
		vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
		const small = vault.addFile('small', undefined, { sizeBytes: 3 });
		vi.stubGlobal('fetch', () => Promise.resolve(new Response(new Uint8Array(3))));
		const parts = [planOf([small]), { ...planOf([small]), emptyFolders: [] }];
		store.kept = { rootId: ROOT_ID, plannedAt: Date.UTC(2026, 10, 30), parts, saved: [] };
		await archive.read(ROOT_ID);

		archive.goOn();
		await vi.waitFor(() => expect(shown).toEqual(['All 2 parts are saved']));

		expect(archive.isWhole).toBe(true);
		expect(zips).toEqual([]);
		expect(store.kept.saved).toEqual([0, 1]);
		const members = await Promise.all(
			saved.map(async (blob) => Object.keys(unzipSync(new Uint8Array(await blob.arrayBuffer())))),
		);
		expect(members).toEqual([
			['Contents of all parts.csv', 'empty/', 'small'],
			['Contents of part 2 of 2.csv', 'small'],
		]);
	});

	it('shows nothing of another person’s, and forgets when it is asked to', async () => {
		const { archive, store } = bench();
		store.kept = { rootId: 'another', plannedAt: 0, parts: [], saved: [] };

		await archive.read(ROOT_ID);
		expect(archive.kept).toBeUndefined();

		store.kept = { rootId: ROOT_ID, plannedAt: 0, parts: [], saved: [] };
		await archive.read(ROOT_ID);
		await archive.forget();
		expect(store.kept).toBeUndefined();
	});
});
