import { zipsLine, zipWords } from '$lib/components/downloads/zip-words';
import { ZipSave } from '$lib/vault/download/zip-save.svelte';
import { ReadableStream } from 'node:stream/web';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

beforeEach(() => vi.stubGlobal('ReadableStream', ReadableStream));
afterEach(() => vi.unstubAllGlobals());

/** More than is put together in memory, in bytes. */
const LARGE = 300_000_000;

function zipOf(sizeBytes: number) {
	const vault = new FakeVaultApi();
	const file = vault.addFile('a.bin', undefined, { sizeBytes });
	const ended = vi.fn();
	const plan = {
		files: [{ path: 'a.bin', file }],
		emptyFolders: [],
		totalBytes: sizeBytes,
		archived: [],
		missing: [],
	};
	return { zip: new ZipSave({ plan, name: 'a.zip', call: vault.call, ended }), ended, vault };
}

const sent = () => {
	const event = new Event('beforeunload', { cancelable: true });
	dispatchEvent(event);
	return event.defaultPrevented;
};

describe('a zip on its way to the disk', () => {
	it('waits for a press where a dialog must be answered, and asks before the page is left', async () => {
		const picker = vi.fn(() => new Promise<FileSystemFileHandle>(() => undefined));
		vi.stubGlobal('showSaveFilePicker', picker);
		const { zip, ended } = zipOf(LARGE);
		void zip.save();
		await vi.waitFor(() => expect(zip.state.kind).toBe('ready'));
		expect(picker).not.toHaveBeenCalled();
		expect(sent()).toBe(true);
		expect(zipWords(zip)).toBe('1 file, 286 MB. Choose where to save it.');
		expect(zipsLine([zip])?.title).toBe('a.zip is ready');

		if (zip.state.kind === 'ready') zip.state.save();
		expect(picker).toHaveBeenCalledWith({ suggestedName: 'a.zip' });
		expect(zip.state.kind).toBe('saving');

		zip.cancel();
		await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(zip, 'cancelled'));
		expect(sent()).toBe(false);
	});

	it('is put away where the person closes the dialog of the browser', async () => {
		vi.stubGlobal('showSaveFilePicker', () => Promise.reject(new DOMException('', 'AbortError')));
		const { zip, ended } = zipOf(LARGE);
		void zip.save();
		await vi.waitFor(() => expect(zip.state.kind).toBe('ready'));

		if (zip.state.kind === 'ready') zip.state.save();

		await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(zip, 'cancelled'));
	});

	it('says why it failed, stays, and begins anew when it is asked to', async () => {
		vi.stubGlobal('URL', { createObjectURL: () => 'blob:a', revokeObjectURL: () => undefined });
		vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
		const { zip, ended, vault } = zipOf(0);
		vault.refuse('signDownloads', 'not_found');

		await zip.save();
		expect(zip.state.kind).toBe('failed');
		expect(ended).not.toHaveBeenCalled();
		expect(zipsLine([zip])).toMatchObject({
			title: 'a.zip could not be saved',
			fraction: undefined,
		});

		await zip.save();
		expect(ended).toHaveBeenCalledWith(zip, 'saved');
	});

	it('says how much a browser saves that has no way for more', async () => {
		const { zip } = zipOf(LARGE);

		await zip.save();

		expect(zipWords(zip)).toBe('This browser saves up to 191 MB in one zip. Choose fewer files.');
	});
});
