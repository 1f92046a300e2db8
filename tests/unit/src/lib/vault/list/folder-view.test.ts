import type { Entry, Sort } from '#contract/entries';
import type { Call } from '$lib/api/call';
import { Toasts } from '$lib/notices/toasts.svelte';
import { EntryActions } from '$lib/vault/actions/entry-actions.svelte';
import { FolderView } from '$lib/vault/list/folder-view.svelte';
import { FolderViews } from '$lib/vault/list/folder-views.svelte';
import { OtherTabs } from '$lib/vault/other-tabs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID, TRASH_ID } from '../fake-vault-api';

let vault: FakeVaultApi;
let toasts: Toasts;
let folderViews: FolderViews;

const names = (view: FolderView) => view.list.entries.map((entry) => entry.name);

async function opened(): Promise<{ view: FolderView; actions: EntryActions }> {
	// A test may put another in its place later.
	const call: Call = (...request) => vault.call(...request);
	const view = new FolderView(ROOT_ID, { call, sort: 'name' });
	await view.list.refresh();
	folderViews = new FolderViews(vault.call);
	const unused = {
		downloads: { save: vi.fn() },
		restores: { ask: vi.fn() },
		vault: { rootId: ROOT_ID, refreshUsage: vi.fn() },
	};
	const services = { call: vault.call, toasts, otherTabs: new OtherTabs(), folderViews, ...unused };
	return { view, actions: new EntryActions(view.list, view.selection, services) };
}

function entryNamed(view: FolderView, name: string): Entry {
	const entry = view.list.entries.find((candidate) => candidate.name === name);
	if (!entry) throw new Error(`${name} is not in the list`);
	return entry;
}

/** Presses "Undo" in the note that was shown last. */
async function undo(): Promise<void> {
	const action = toasts.list.findLast((toast) => toast.action?.label === 'Undo')?.action;
	if (!action) throw new Error('nothing offers an undo');
	action.run();
	await vi.waitFor(() => expect(vault.requests.at(-1)?.name).toBe('listFolder'));
}

beforeEach(() => {
	vault = new FakeVaultApi({ pageSize: 3 });
	toasts = new Toasts();
});

describe('a folder in a Swedish browser', () => {
	beforeEach(() => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue('sv');
		for (const name of ['ål', 'orm']) vault.addFile(name);
	});
	afterEach(() => vi.restoreAllMocks());

	it('ends with å ä ö, also where they arrive, are renamed and are selected', async () => {
		const { view, actions } = await opened();
		expect(names(view)).toEqual(['orm', 'ål']);

		view.admit([vault.addFile('ö'), vault.addFile('zebra')]);
		expect(names(view)).toEqual(['orm', 'zebra', 'ål', 'ö']);

		await actions.rename(entryNamed(view, 'orm'), 'äpple');
		expect(names(view)).toEqual(['zebra', 'ål', 'äpple', 'ö']);

		view.selection.only(entryNamed(view, 'ål').id);
		view.selection.extendTo(entryNamed(view, 'ö').id);
		expect(view.selection.count).toBe(3);
	});

	it('comes in pages of that order, from both ends, and takes what arrives', async () => {
		for (const name of ['p', 'q', 'zebra', 'äpple', 'ö']) vault.addFile(name);
		const { view } = await opened();
		expect(names(view)).toEqual(['orm', 'p', 'q']);

		view.admit([vault.addFile('pil'), vault.addFile('övre')]);
		expect(names(view)).toEqual(['orm', 'p', 'pil', 'q']);

		await view.list.reach('end', { gapless: false });
		expect(names(view)).toEqual(['äpple', 'ö', 'övre']);
		await view.list.loadRest();
		expect(names(view).join(' ')).toBe('orm p pil q zebra ål äpple ö övre');
	});

	it('is in the order of the vault, and takes what arrives in it, where it is too long', async () => {
		vault.collatedMax = 3;
		for (const name of ['p', 'q']) vault.addFile(name);
		const { view } = await opened();
		view.admit([vault.addFile('åre'), vault.addFile('ö')]);

		expect(names(view)).toEqual(['ål', 'åre', 'ö', 'orm', 'p']);
	});

	it('that has grown too long is read again in the order of the vault, whole', async () => {
		vault.collatedMax = 5;
		for (const name of ['p', 'q', 'r']) vault.addFile(name);
		const { view } = await opened();
		await view.list.loadMore();
		expect(names(view)).toEqual(['orm', 'p', 'q', 'r', 'ål']);

		for (const name of ['ö', 's']) vault.addFile(name);
		await view.list.refresh();

		expect(names(view)).toEqual(['ål', 'ö', 'orm', 'p', 'q', 'r']);
		await view.list.loadRest();
		expect(names(view)).toEqual(['ål', 'ö', 'orm', 'p', 'q', 'r', 's']);
	});

	it('that outgrows its order between two pages is read again, and goes on when asked', async () => {
		vault.collatedMax = 4;
		for (const name of ['p', 'q']) vault.addFile(name);
		const { view } = await opened();
		for (const name of 'rstuv') vault.addFile(name);

		await view.list.loadMore();
		expect(view.list.moreFailed).toBe(true);
		expect(names(view).join(' ')).toBe('ål orm p');
		await view.list.loadRest();

		expect(view.list.moreFailed).toBe(false);
		expect(names(view).join(' ')).toBe('ål orm p q r s t u v');
	});

	it('shows each entry once where browser and function order a letter differently, and is right when it is read again', async () => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue('da');
		for (const name of ['æble', 'øre', 'åre']) vault.addFile(name);
		// In Danish å is last, in Swedish the first of the three.
		const call: Call = async (endpoint, request, options) => {
			const answer = (await vault.call(endpoint, request, options)) as object;
			return { ...answer, collation: 'sv' } as never;
		};
		const view = new FolderView(ROOT_ID, { call, sort: 'name' });
		await view.list.refresh();
		expect(names(view)).toEqual(['orm', 'æble', 'øre']);

		view.admit(['ået', 'ænde', 'øl'].map((name) => vault.addFile(name)));
		await view.list.loadRest();
		expect(new Set(names(view)).size).toBe(names(view).length);
		expect(names(view)).toEqual(expect.arrayContaining(['orm', 'æble', 'øre', 'ået', 'ål', 'åre']));

		await view.list.refresh();
		await view.list.loadRest();
		expect(names(view)).toEqual(['orm', 'æble', 'ænde', 'øl', 'øre', 'ået', 'ål', 'åre']);
	});

	it('takes no page of the order that it had before it was read again', async () => {
		vault.collatedMax = 4;
		for (const name of ['p', 'q']) vault.addFile(name);
		let held: Promise<unknown> = Promise.resolve();
		const call: Call = async (endpoint, request, options) => {
			const answer = await vault.call(endpoint, request, options);
			if ((request as { readonly cursor?: string }).cursor !== undefined) await held;
			return answer;
		};
		const view = new FolderView(ROOT_ID, { call, sort: 'name' });
		await view.list.refresh();
		vault.addFile('ö');

		const refreshed = (held = view.list.refresh());
		await Promise.all([refreshed, view.list.loadMore()]);

		expect(names(view)).toEqual(['ål', 'ö', 'orm', 'p', 'q']);
		expect(view.list.complete).toBe(true);
	});
});

describe('a folder that comes in pages', () => {
	beforeEach(() => {
		for (const name of 'abcdefg') vault.addFile(name);
	});

	it('shows the first page, and the next one when asked', async () => {
		const { view } = await opened();
		expect(names(view)).toEqual(['a', 'b', 'c']);

		await view.list.loadMore();

		expect(names(view)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
		expect(view.list.complete).toBe(false);
	});

	it('ends with its last page', async () => {
		const { view } = await opened();

		await view.list.loadRest();

		expect(names(view)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
		expect(view.list.complete).toBe(true);
	});

	it('asks once for a page that is on its way', async () => {
		const { view } = await opened();

		await Promise.all([view.list.loadMore(), view.list.loadMore(), view.list.loadMore()]);

		expect(vault.requestsOf('listFolder')).toHaveLength(2);
	});

	it('offers to try again when a page does not come', async () => {
		const { view } = await opened();
		vault.refuse('listFolder', 'unavailable');

		await view.list.loadMore();
		expect(view.list.moreFailed).toBe(true);

		await view.list.loadMore();
		expect(view.list.moreFailed).toBe(false);
		expect(names(view)).toHaveLength(6);
	});

	it('keeps what was loaded further down when it is read again', async () => {
		const { view } = await opened();
		await view.list.loadMore();
		vault.addFile('aa');

		await view.list.refresh();

		expect(names(view)).toEqual(['a', 'aa', 'b', 'c', 'd', 'e', 'f']);
	});

	it('shows an entry once that moved down between two pages', async () => {
		const { view, actions } = await opened();
		await actions.rename(entryNamed(view, 'a'), 'dd');

		await view.list.loadRest();

		expect(names(view).filter((name) => name === 'dd')).toHaveLength(1);
		expect(names(view).toSorted()).toEqual(['b', 'c', 'd', 'dd', 'e', 'f', 'g']);
	});

	it('shows its last page, and those before it when asked', async () => {
		const { view } = await opened();

		await view.list.reach('end', { gapless: false });
		expect(names(view)).toEqual(['e', 'f', 'g']);
		expect(view.list.complete).toBe(false);
		await view.list.loadMore();
		expect(names(view)).toEqual(['b', 'c', 'd', 'e', 'f', 'g']);
		await view.list.loadMore();

		expect(names(view)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
		expect(view.list.complete).toBe(true);
	});

	it('is read again at its end where its end is shown, and takes what arrives there', async () => {
		const { view } = await opened();
		await view.list.reach('end', { gapless: false });
		await view.list.loadMore();
		vault.addFile('ff');

		await view.list.refresh();
		view.admit([vault.addFile('aa'), vault.addFile('z')]);

		expect(names(view)).toEqual(['b', 'c', 'd', 'e', 'f', 'ff', 'g', 'z']);
	});

	it('keeps what it shows, and says so, where its end does not come', async () => {
		const { view } = await opened();
		vault.refuse('listFolder', 'offline' as 'unavailable');

		await view.list.reach('end', { gapless: false });

		expect(names(view)).toEqual(['a', 'b', 'c']);
		expect(view.list.moreFailed).toBe(true);
	});

	it('begins anew in another order', async () => {
		const { view } = await opened();

		await view.show('-name');

		expect(names(view)).toEqual(['g', 'f', 'e']);
	});
});

describe('a folder that cannot be read', () => {
	it('says why, and recovers', async () => {
		vault.addFile('a');
		vault.refuse('listFolder', 'unavailable');
		const { view } = await opened();
		expect(view.list.phase).toBe('failed');
		expect(view.list.failure).toMatchObject({ code: 'unavailable' });

		await view.list.refresh();

		expect(view.list.phase).toBe('ready');
		expect(names(view)).toEqual(['a']);
	});

	it('keeps showing what it has when a later reading fails', async () => {
		vault.addFile('a');
		const { view } = await opened();
		vault.refuse('listFolder', 'offline' as 'unavailable');

		await view.list.refresh();

		expect(view.list.phase).toBe('ready');
		expect(names(view)).toEqual(['a']);
	});
});

describe('changes', () => {
	beforeEach(() => {
		for (const name of 'abc') vault.addFile(name);
	});

	it('show before the server has answered', async () => {
		const { view, actions } = await opened();

		const trashing = actions.trash([entryNamed(view, 'b')]);
		expect(names(view)).toEqual(['a', 'c']);

		await trashing;
		expect(names(view)).toEqual(['a', 'c']);
	});

	it('are taken back, and explained, where the server refuses', async () => {
		const { view, actions } = await opened();
		vault.refuse('trashEntries', 'unavailable');

		await actions.trash([entryNamed(view, 'b')]);

		expect(names(view)).toEqual(['a', 'b', 'c']);
		expect(toasts.list.at(-1)?.tone).toBe('error');
	});

	it('survive a list that was read before they were confirmed', async () => {
		const { view, actions } = await opened();

		const reading = view.list.refresh();
		await actions.trash([entryNamed(view, 'b')]);
		await reading;

		expect(names(view)).toEqual(['a', 'c']);
	});

	it('that arrive while the list is read are kept, and the list is read once', async () => {
		const { view } = await opened();
		const arrival = vault.addFile('bb');
		const answer = Promise.withResolvers<unknown>();
		vi.spyOn(vault, 'call').mockReturnValueOnce(answer.promise);
		const staleAnswer = {
			entries: view.list.entries,
			origins: [],
			collation: null,
			nextCursor: null,
			path: [],
			trashed: false,
			folder: {},
		};

		const reading = view.list.refresh();
		view.admit([arrival]);
		answer.resolve(staleAnswer);
		await reading;

		expect(names(view)).toEqual(['a', 'b', 'bb', 'c']);
	});

	it('put a renamed entry where it belongs', async () => {
		const { view, actions } = await opened();

		await actions.rename(entryNamed(view, 'a'), 'bb');

		expect(names(view)).toEqual(['b', 'bb', 'c']);
		expect(entryNamed(view, 'bb').rev).toBe(2);
	});

	it('throw a refused name back to the caller', async () => {
		const { view, actions } = await opened();
		vault.refuse('renameEntry', 'name_conflict');

		const renaming = actions.rename(entryNamed(view, 'a'), 'b');

		await expect(renaming).rejects.toMatchObject({ code: 'name_conflict' });
		expect(names(view)).toEqual(['a', 'b', 'c']);
	});

	it('read the list again where another session was faster', async () => {
		const { view, actions } = await opened();
		vault.refuse('renameEntry', 'stale');

		await actions.rename(entryNamed(view, 'a'), 'x').catch(() => undefined);

		await vi.waitFor(() => expect(vault.requestsOf('listFolder')).toHaveLength(2));
	});

	it('ask whether to keep both where a name is taken at the target', async () => {
		const target = vault.addFolder('target');
		const { view, actions } = await opened();
		const moved = entryNamed(view, 'a');
		vault.refuse('moveEntries', 'name_conflict');

		await actions.move([moved], target);

		expect(names(view)).toContain('a');
		expect(actions.question).toMatchObject({ kind: 'move-conflict', entries: [moved] });
	});

	it('go in calls of the size the API takes', async () => {
		vault = new FakeVaultApi({ pageSize: 500 });
		for (let n = 0; n < 450; n++) vault.addFile(`file ${String(n)}`);
		const { view, actions } = await opened();

		await actions.trash(view.list.entries);

		const sizes = vault.requestsOf('trashEntries').map(({ entryIds }) => (entryIds as []).length);
		expect(sizes).toEqual([200, 200, 50]);
	});

	it('keep what an earlier call did when a later one fails', async () => {
		vault = new FakeVaultApi({ pageSize: 500 });
		for (let n = 0; n < 250; n++) vault.addFile(`file ${String(n)}`);
		const send = vault.call;
		vi.spyOn(vault, 'call').mockImplementation((endpoint, request) => {
			if (vault.requestsOf('trashEntries').length === 1) vault.refuse('trashEntries', 'internal');
			return send(endpoint, request);
		});
		const { view, actions } = await opened();

		await actions.trash(view.list.entries);

		expect(names(view)).toHaveLength(50);
	});
});

describe('undo', () => {
	beforeEach(() => {
		for (const name of 'abc') vault.addFile(name);
	});

	it('brings back what went to the trash', async () => {
		const { view, actions } = await opened();
		await actions.trash([entryNamed(view, 'a'), entryNamed(view, 'c')]);

		await undo();

		expect(names(view)).toEqual(['a', 'b', 'c']);
	});

	it('brings back what was moved', async () => {
		const target = vault.addFolder('target');
		const { view, actions } = await opened();
		await actions.move([entryNamed(view, 'a')], target);
		expect(names(view)).not.toContain('a');

		await undo();

		expect(names(view)).toContain('a');
	});
});

describe('a folder that was read while entries were on their way to it', () => {
	it('shows them once they have come, and no longer once that is undone', async () => {
		vault.addFile('a');
		const target = vault.addFolder('target');
		const { view, actions } = await opened();
		const there = folderViews.of(target.id, 'name');
		await there.list.refresh();

		await actions.move([entryNamed(view, 'a')], target);
		expect(names(there)).toEqual(['a']);

		await undo();
		expect(names(there)).toEqual([]);
	});

	it('shows what comes back from the trash', async () => {
		const target = vault.addFolder('target');
		vault.addFile('a', target.id);
		const { actions, view } = await opened();
		const there = folderViews.of(target.id, 'name');
		await there.list.refresh();
		const file = entryNamed(there, 'a');
		await actions.trash([file]);
		there.list.accept(() => []);

		await undo();

		expect(names(there)).toEqual(['a']);
		expect(names(view)).toEqual(['target']);
	});
});

describe('arrivals', () => {
	it('appear in their place, in their own folder alone', async () => {
		vault.addFile('a');
		vault.addFile('c');
		const { view } = await opened();

		view.admit([vault.addFile('b'), vault.addFile('elsewhere', TRASH_ID)]);

		expect(names(view)).toEqual(['a', 'b', 'c']);
	});
});

describe('the top folder, asked for before its id is known', () => {
	const read = async (views: FolderViews, folderId = ROOT_ID, sort: Sort = 'name') => {
		const view = views.of(folderId, sort);
		await view.list.refresh();
		return view;
	};

	beforeEach(() => {
		vault.addFile('a');
		folderViews = new FolderViews(vault.call);
	});

	it('is not asked for a second time', async () => {
		folderViews.askForTop('name');

		expect(names(await read(folderViews))).toEqual(['a']);
		expect(vault.requestsOf('listFolder')).toHaveLength(1);
	});

	it('is read anew when it is shown again', async () => {
		folderViews.askForTop('name');
		await read(folderViews);
		vault.addFile('b');

		expect(names(await read(folderViews))).toEqual(['a', 'b']);
	});

	it.each<[string, string, Sort]>([
		['another folder', TRASH_ID, 'name'],
		['another order', ROOT_ID, '-name'],
	])('is not taken for %s', async (_, folderId, sort) => {
		folderViews.askForTop('name');

		const view = await read(folderViews, folderId, sort);

		expect(view.folder?.id).toBe(folderId);
		expect(vault.requestsOf('listFolder').at(-1)).toMatchObject({ folderId, sort });
	});

	it('is asked for again where it did not come', async () => {
		vault.refuse('listFolder', 'unavailable');
		folderViews.askForTop('name');

		expect(names(await read(folderViews))).toEqual(['a']);
	});
});
