import type { File as StoredFile } from '#contract/entries';
import ConflictDialog from '$lib/components/uploads/ConflictDialog.svelte';
import DropZone from '$lib/components/uploads/DropZone.svelte';
import { trayTitle } from '$lib/components/uploads/tray-title';
import UploadTray from '$lib/components/uploads/UploadTray.svelte';
import type { EnsuredFolder } from '$lib/uploads/queue/folder-maker';
import type { QueuePorts } from '$lib/uploads/queue/upload-queue.svelte';
import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import type { Uploads } from '$lib/uploads/queue/uploads.svelte';
import type { UnfinishedUpload } from '$lib/uploads/resume/elsewhere.svelte';
import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeUploadPorts, id, storedFile } from '../../uploads/fake-upload-ports';
import { standInForLayout } from '../ui/no-layout';

// jsdom has none of these; what they do in a browser is the browser's affair. The first is wanted at import.
vi.hoisted(() => {
	const quiet = () => undefined;
	const media = { matches: false, addEventListener: quiet, removeEventListener: quiet };
	window.matchMedia = () => media as unknown as MediaQueryList;
});
beforeAll(standInForLayout);
beforeAll(() => {
	HTMLDialogElement.prototype.showModal = function () {
		this.open = true;
	};
	HTMLDialogElement.prototype.close = function () {
		this.open = false;
		this.dispatchEvent(new Event('close'));
	};
});

afterEach(cleanup);

/** Stands for the thumbnail of a file of the vault. */
const picture = createRawSnippet((file: () => StoredFile) => ({
	render: () => `<span>picture of ${file().name}</span>`,
}));

const target = { folderId: id(1), folderName: 'Holiday' };
const drop = { ...target, under: undefined, onleave: () => undefined };
const files = (...names: string[]) => selectionOfFiles(names.map((name) => new File(['x'], name)));

function queueOf(
	vault: FakeUploadPorts,
	unfinished: readonly UnfinishedUpload[] = [],
	ensure: (paths: readonly (readonly string[])[]) => readonly EnsuredFolder[] = () => [],
): UploadQueue {
	const nothing = () => Promise.reject(new Error('no storage'));
	const store: QueuePorts['store'] = {
		save: nothing,
		saveTasks: nothing,
		load: nothing,
		remove: nothing,
	};
	return new UploadQueue({
		uploads: vault.ports(),
		ensureFolders: (_parentId, paths) => Promise.resolve(ensure(paths)),
		listUnfinished: () => Promise.resolve({ uploads: [...unfinished], nextCursor: null }),
		store,
	});
}

describe('the tray', () => {
	it('is not there before anything was chosen', () => {
		render(UploadTray, { picture, queue: queueOf(new FakeUploadPorts()) });

		expect(screen.queryByRole('complementary', { name: 'Uploads' })).toBeNull();
	});

	it('says how much room it takes from what scrolls below it, for as long as it is there', async () => {
		const measures: (() => void)[] = [];
		vi.stubGlobal(
			'ResizeObserver',
			class {
				constructor(measure: () => void) {
					measures.push(measure);
				}
				observe = vi.fn();
				disconnect = vi.fn();
			},
		);
		const room = () => document.documentElement.style.getPropertyValue('--tray-room');
		const queue = queueOf(new FakeUploadPorts());
		const { unmount } = render(UploadTray, { picture, queue });
		queue.add(files('a.txt'), target);
		await waitFor(() => expect(measures).toHaveLength(1));

		measures[0]?.();
		expect(room()).toBe(`${String(innerHeight)}px`);
		unmount();
		expect(room()).toBe('');
		standInForLayout();
	});

	it('gives the receipt of a batch, says where it went and that it is safe', async () => {
		const queue = queueOf(new FakeUploadPorts());
		render(UploadTray, { picture, queue });

		queue.add(files('a.txt', 'b.txt'), target);

		await screen.findAllByText('2 files stored');
		expect(screen.getByText('Holiday')).toBeTruthy();
		expect(screen.getByText('Each one is checked and safe in your vault.')).toBeTruthy();
	});

	it('counts the pictures that are drawn after, and says that the page may be closed meanwhile', async () => {
		const queue = queueOf(new FakeUploadPorts());
		const endings: ((drawn: boolean) => void)[] = [];
		queue.listen({
			stored: (_file, _source, batch) => {
				batch?.pictures.follow(new Promise((resolve) => endings.push(resolve)));
			},
		});
		render(UploadTray, { picture, queue });

		queue.add(files('a.jpg', 'b.jpg', 'c.jpg'), target);
		await screen.findByText('3 files stored · 0 of 3 pictures drawn');
		expect(screen.getByText(/You can close this page/)).toBeTruthy();

		for (const end of endings.slice(0, 2)) end(true);
		await screen.findByText('3 files stored · 2 of 3 pictures drawn');
		endings[2]?.(true);
		await screen.findByText('3 files stored · 3 pictures drawn');
		expect(screen.queryByText(/You can close this page/)).toBeNull();
		// Read aloud it is without the numbers that run.
		expect(trayTitle(queue)).toBe('3 files stored');
	});

	it('says of pictures that cannot be drawn that they are stored as they are', async () => {
		const queue = queueOf(new FakeUploadPorts());
		queue.listen({
			stored: (_file, source, batch) =>
				batch?.pictures.follow(Promise.resolve(source?.name === 'whole.jpg')),
		});
		render(UploadTray, { picture, queue });

		queue.add(files('broken.jpg'), target);
		await screen.findByText('1 file stored · 1 picture cannot be drawn');
		await screen.findByText(/it may be damaged/);

		queue.add(files('broken.jpg', 'whole.jpg'), target);
		await screen.findByText('2 files stored · 1 picture drawn, 1 cannot be');
	});

	it('makes links of the names of what is stored', async () => {
		const queue = queueOf(new FakeUploadPorts());
		render(UploadTray, {
			picture,
			queue,
			addressOf: (entryId: string) => `/folders?view=${entryId}`,
		});

		queue.add(files('a.txt'), target);

		const link = await screen.findByRole('link', { name: 'a.txt' });
		expect(link.getAttribute('href')).toBe(`/folders?view=${id(9)}`);
	});

	it('pauses and goes on, with one press for all or for one file', async () => {
		const vault = new FakeUploadPorts();
		vault.online = false;
		const queue = queueOf(vault);
		render(UploadTray, { picture, queue });
		const batch = queue.add(files('a.txt', 'b.txt'), target);
		await screen.findByRole('button', { name: 'Pause a.txt' });

		await fireEvent.click(screen.getByRole('button', { name: 'Pause the uploads' }));
		await screen.findByText('2 files paused', { selector: '.title' });
		await fireEvent.click(screen.getByRole('button', { name: 'Go on with a.txt' }));
		await waitFor(() => expect(batch.paused.map(({ name }) => name)).toEqual(['b.txt']));
		vault.goOnline();
		await waitFor(() => expect(batch.count('stored')).toBe(1));

		await fireEvent.click(await screen.findByRole('button', { name: 'Go on with the uploads' }));
		await waitFor(() => expect(batch.count('stored')).toBe(2));
	});

	it('shows what another device has left, and discards it', async () => {
		const vault = new FakeUploadPorts();
		const at = new Date(Date.now() - 3_600_000).toISOString();
		const ids = { uploadId: id(51), batchId: id(52), ref: id(53), parentId: id(1) };
		const queue = queueOf(vault, [
			{ ...ids, name: 'film.mov', sizeBytes: 3_000_000, createdAt: at, expiresAt: at },
		]);
		render(UploadTray, { picture, queue });
		await queue.open('me');

		await screen.findByText('1 upload of another device');
		await fireEvent.click(screen.getByRole('button', { name: /1 upload of another device/ }));
		await screen.findByText('film.mov');
		await fireEvent.click(screen.getByRole('button', { name: 'Discard' }));

		await waitFor(() => expect(vault.log).toContain(`abort ${id(51)}`));
		expect(screen.queryByText('film.mov')).toBeNull();
	});

	it('names what failed, why, and retries it', async () => {
		const vault = new FakeUploadPorts();
		vault.beginAnswer = ({ ref }) => ({ ref, outcome: 'refused', code: 'quota_exceeded' });
		const queue = queueOf(vault);
		render(UploadTray, { picture, queue });
		queue.add(files('a.txt'), target);
		await screen.findByText(/There is not enough room in your vault/);

		vault.beginAnswer = undefined;
		await fireEvent.click(screen.getByRole('button', { name: 'Retry a.txt' }));

		await screen.findAllByText('1 file stored');
	});

	it('folds to one line and opens again', async () => {
		const queue = queueOf(new FakeUploadPorts());
		render(UploadTray, { picture, queue });
		queue.add(files('a.txt'), target);
		await screen.findByText('a.txt');

		await fireEvent.click(screen.getByRole('button', { expanded: true }));
		expect(screen.queryByText('a.txt')).toBeNull();

		await fireEvent.click(screen.getByRole('button', { expanded: false }));
		expect(screen.getByText('a.txt')).toBeTruthy();
	});

	describe('of a receipt', () => {
		afterEach(() => void vi.useRealTimers());
		const READ_MS = 10_000;
		const isOpen = () => screen.queryByRole('button', { expanded: true }) !== null;

		async function ended(vault = new FakeUploadPorts()) {
			vi.useFakeTimers();
			const queue = queueOf(vault);
			render(UploadTray, { picture, queue });
			queue.add(files('a.txt'), target);
			await vi.advanceTimersByTimeAsync(READ_MS - 1000);
			expect(isOpen()).toBe(true);
			return screen.getByRole('complementary');
		}

		it('folds by itself once there was time to read it, and is not put away', async () => {
			const tray = await ended();

			await vi.advanceTimersByTimeAsync(READ_MS + 1000);

			expect(isOpen()).toBe(false);
			expect(tray.textContent).toContain('1 file stored');
		});

		it.each([
			['a pointer', 'pointerenter', 'pointerleave'],
			['the keyboard', 'focusin', 'focusout'],
		])('stays open while %s is on it', async (_, comes, goes) => {
			const tray = await ended();
			await fireEvent(tray, new Event(comes, { bubbles: true }));
			await vi.advanceTimersByTimeAsync(5 * READ_MS);
			expect(isOpen()).toBe(true);

			await fireEvent(tray, new Event(goes, { bubbles: true }));
			await vi.advanceTimersByTimeAsync(READ_MS + 1000);

			expect(isOpen()).toBe(false);
		});

		it('is one line from the start on a phone', async () => {
			const narrow = (): MediaQueryList =>
				Object.assign(new EventTarget() as MediaQueryList, { matches: true });
			const asked = vi.spyOn(window, 'matchMedia').mockImplementation(narrow);
			const queue = queueOf(new FakeUploadPorts());
			render(UploadTray, { picture, queue });

			queue.add(files('a.txt'), target);
			await screen.findByText('1 file stored');

			expect(isOpen()).toBe(false);
			asked.mockRestore();
		});

		it('stays open where something failed', async () => {
			const vault = new FakeUploadPorts();
			vault.beginAnswer = ({ ref }) => ({ ref, outcome: 'refused', code: 'quota_exceeded' });
			await ended(vault);

			await vi.advanceTimersByTimeAsync(5 * READ_MS);

			expect(isOpen()).toBe(true);
		});
	});

	it('is gone when its uploads are put away', async () => {
		const queue = queueOf(new FakeUploadPorts());
		render(UploadTray, { picture, queue });
		queue.add(files('a.txt'), target);

		await fireEvent.click(await screen.findByRole('button', { name: 'Put the uploads away' }));

		await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
	});
});

describe('the question about names that are taken', () => {
	async function asked() {
		const vault = new FakeUploadPorts();
		const updatedAt = '2026-01-01T00:00:00.000Z';
		const file = { ...storedFile(5, 'a.txt'), hasThumb: true };
		vault.beginAnswer = ({ ref, name, onConflict }) =>
			onConflict === 'ask' && name !== 'free.txt'
				? { ref, outcome: 'conflict', entryId: id(4), kind: 'file', sizeBytes: 5, updatedAt, file }
				: { ref, outcome: 'skipped', entryId: id(4) };
		const queue = queueOf(vault);
		const batch = queue.add(files('a.txt', 'b.txt', 'free.txt'), target);
		await waitFor(() => expect(batch.conflicts).toHaveLength(2));
		return { queue, batch };
	}

	it('is asked once for all and answered with one press', async () => {
		const { queue, batch } = await asked();
		render(ConflictDialog, { batch, queue, picture, onlater: () => undefined });
		screen.getByRole('heading', { name: '2 names are taken' });

		await fireEvent.click(screen.getByRole('radio', { name: 'Skip' }));
		await fireEvent.click(screen.getByRole('button', { name: 'Continue' }));

		await waitFor(() => expect(batch.ended).toBe(true));
		expect(batch.tasks.map(({ onConflict }) => onConflict)).toEqual(['skip', 'skip', 'ask']);
	});

	it('shows both files: their pictures, sizes and dates', async () => {
		vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:new' }));
		URL.revokeObjectURL = () => undefined;
		const vault = new FakeUploadPorts();
		const file = { ...storedFile(5_000_000, 'a.png'), modifiedAt: '2020-03-03T12:00:00.000Z' };
		vault.beginAnswer = ({ ref }) => ({
			ref,
			outcome: 'conflict',
			entryId: file.id,
			kind: 'file',
			sizeBytes: file.sizeBytes,
			updatedAt: file.updatedAt,
			file,
		});
		const queue = queueOf(vault);
		const chosen = new File(['xyz'], 'a.png', {
			type: 'image/png',
			lastModified: Date.UTC(2021, 4, 6, 12),
		});
		const batch = queue.add(selectionOfFiles([chosen]), target);
		await waitFor(() => expect(batch.conflicts).toHaveLength(1));

		render(ConflictDialog, { batch, queue, picture, onlater: () => undefined });

		const row = screen.getByRole('listitem');
		expect(row.querySelector('img')?.getAttribute('src')).toBe('blob:new');
		expect(row.textContent.replaceAll(/\s+/g, ' ')).toContain('New 3 B changed 6 May 2021');
		expect(row.textContent).toContain('picture of a.png');
		expect(row.textContent.replaceAll(/\s+/g, ' ')).toContain(
			'In the vault 4.8 MB changed 3 Mar 2020',
		);
		screen.getByRole('radio', { name: 'Replace (keep old version)' });
	});

	it('takes an answer for each file', async () => {
		const { queue, batch } = await asked();
		render(ConflictDialog, { batch, queue, picture, onlater: () => undefined });

		await fireEvent.click(screen.getByRole('checkbox', { name: 'Decide for each file' }));
		await fireEvent.change(screen.getByRole('combobox', { name: 'For b.txt' }), {
			target: { value: 'new-version' },
		});
		await fireEvent.click(screen.getByRole('button', { name: 'Continue' }));

		await waitFor(() => expect(batch.ended).toBe(true));
		const [a, b] = batch.tasks;
		expect([a?.onConflict, b?.onConflict]).toEqual(['keep-both', 'new-version']);
	});

	it('is asked about an empty folder whose name a file has, and offers what makes sense', async () => {
		const made: string[][] = [];
		const queue = queueOf(new FakeUploadPorts(), [], (paths) =>
			paths.map((path) => {
				if (path[0] === 'Holiday') return { outcome: 'refused', code: 'name_conflict' };
				made.push([...path]);
				return { outcome: 'ready', folderId: id(6) };
			}),
		);
		queue.add({ files: [], emptyFolders: [['Holiday']], unreadable: [] }, target);
		render(UploadTray, { picture, queue });

		await screen.findByRole('heading', { name: 'This name is taken' });
		expect(screen.getByRole('dialog').textContent).toMatch(
			/Holiday.*New.*a folder.*In the vault.*a file/s,
		);
		expect(screen.queryByRole('radio', { name: /Replace/ })).toBeNull();
		await fireEvent.click(screen.getByRole('button', { name: 'Continue' }));

		await waitFor(() => expect(made).toEqual([['Holiday (1)']]));
		expect(trayTitle(queue)).toBe('Folders added');
	});

	it('may be put off, and cancels nothing', async () => {
		const { queue, batch } = await asked();
		render(UploadTray, { picture, queue });

		await fireEvent.click(screen.getByRole('button', { name: 'Decide later' }));
		expect(screen.queryByRole('heading', { name: '2 names are taken' })).toBeNull();
		expect(batch.conflicts).toHaveLength(2);

		await fireEvent.click(screen.getByRole('button', { name: 'Decide…' }));
		screen.getByRole('heading', { name: '2 names are taken' });
	});
});

describe('dropping and pasting', () => {
	function send(type: string, more: object): Event {
		const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), more);
		document.body.dispatchEvent(event);
		return event;
	}
	const filesOver = { dataTransfer: { types: ['Files'], items: [] } };

	it('says where files will land while they hang over the page', async () => {
		render(DropZone, { ...drop, uploads: { add: vi.fn() } });

		send('dragenter', filesOver);
		await screen.findByText('Holiday');
		send('dragleave', filesOver);

		await waitFor(() => expect(screen.queryByText('Holiday')).toBeNull());
	});

	it('leaves rows alone that are dragged within the page', () => {
		render(DropZone, { ...drop, uploads: { add: vi.fn() } });

		const event = send('dragover', { dataTransfer: { types: ['text/plain'], items: [] } });

		expect(event.defaultPrevented).toBe(false);
	});

	it('takes a picture from the clipboard under a name of its own', async () => {
		const add = vi.fn<Uploads['add']>();
		render(DropZone, { ...drop, uploads: { add } });

		send('paste', { clipboardData: { files: [new File(['x'], 'image.png')] } });

		const [selection, into] = add.mock.calls[0] ?? [];
		expect(into).toEqual(target);
		expect((await selection)?.files[0]?.file.name).toMatch(/^Pasted \d{4}-\d\d-\d\d .+\.png$/);
	});

	it('leaves what is pasted into a field to the field', () => {
		const add = vi.fn<Uploads['add']>();
		render(DropZone, { ...drop, uploads: { add } });
		const field = document.body.appendChild(document.createElement('input'));

		const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
			clipboardData: { files: [new File(['x'], 'image.png')] },
		});
		field.dispatchEvent(event);
		field.remove();

		expect(event.defaultPrevented).toBe(false);
		expect(add).not.toHaveBeenCalled();
	});
});
