import type { Entry } from '#contract/entries';
import type { ErrorCode } from '#contract/errors';
import { trashEntries } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { Toasts } from '$lib/notices/toasts.svelte';
import { copyAndTell } from '$lib/vault/actions/copy-and-tell';
import { EntryActions } from '$lib/vault/actions/entry-actions.svelte';
import { tellLeftWork } from '$lib/vault/actions/tell-left-work';
import { TrashActions } from '$lib/vault/actions/trash-actions.svelte';
import { FolderView } from '$lib/vault/list/folder-view.svelte';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID, TRASH_ID } from '../fake-vault-api';

/** In three calls. */
const COUNT = 450;

let vault: FakeVaultApi;
let entries: readonly Entry[];
let toasts: Toasts;
/** Calls of an endpoint that wait for their answer, by its name, oldest first. */
let held: PromiseWithResolvers<undefined>[];
let holds: string;
/** Calls until the trash is empty. */
let callsToEmpty: number;

beforeEach(() => {
	localStorage.clear();
	vault = new FakeVaultApi();
	entries = Array.from({ length: COUNT }, (_, n) => vault.addFile(`${String(n)}.txt`));
	toasts = new Toasts();
	held = [];
	holds = '';
	callsToEmpty = 1;
});
afterEach(async () => {
	holds = '';
	for (const call of held) call.resolve(undefined);
	await vi.waitFor(() => expect(isAsked()).toBe(false));
	vi.unstubAllGlobals();
});

const call: Call = async (endpoint, request, options) => {
	if (endpoint.name === holds) {
		const waiting = Promise.withResolvers<undefined>();
		held.push(waiting);
		await waiting.promise;
	}
	if (endpoint.name === 'purgeTrash' && --callsToEmpty > 0)
		return v.parse(endpoint.response, { emptied: false, erased: false });
	return vault.call(endpoint, request, options);
};

function services(rootId = ROOT_ID, ownToasts = toasts) {
	return {
		call,
		toasts: ownToasts,
		otherTabs: { tell: vi.fn() } as never,
		folderViews: { admit: vi.fn() },
		downloads: { save: vi.fn() },
		restores: { ask: vi.fn() },
		vault: { rootId, refreshUsage: vi.fn() } as never,
	};
}

async function opened(folderId: string) {
	const view = new FolderView(folderId, { call: vault.call, sort: 'name' });
	await view.list.refresh();
	await view.list.loadRest();
	return view;
}

async function moveAllToTrash(): Promise<void> {
	for (let start = 0; start < COUNT; start += 150) {
		const entryIds = entries.slice(start, start + 150).map(({ id }) => id);
		await vault.call(trashEntries, { entryIds });
	}
}

/** Locks as browsers have them for their tabs, as far as they are used here. */
function fakeLocks() {
	const names = new Set<string>();
	const request = async (name: string, _: unknown, task: (lock: object | null) => unknown) => {
		if (names.has(name)) return task(null);
		names.add(name);
		try {
			return await task({ name });
		} finally {
			names.delete(name);
		}
	};
	return { locks: { request }, held: names };
}

/** Moves all of them to trash; the call after the first `parts` waits. */
async function trashing(parts: number) {
	holds = 'trashEntries';
	const { list, selection } = await opened(ROOT_ID);
	const done = new EntryActions(list, selection, services()).trash(entries);
	for (let part = 0; part < parts; part++) await answer();
	await called();
	return { done, list };
}

/** The call that waits is about to be answered: with a refusal, where one is given. */
async function answer(refusal?: ErrorCode): Promise<void> {
	await called();
	const next = held.shift();
	if (refusal === undefined) next?.resolve(undefined);
	else next?.reject(new ApiError(refusal));
}

const called = () => vi.waitFor(() => expect(held).toHaveLength(1));
const said = (by = toasts) => by.list.map(({ text }) => text);
const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));

/** The page is opened anew: what the one before was about to do is not done. */
async function nextVisit(rootId = ROOT_ID) {
	const ownToasts = new Toasts();
	await tellLeftWork(services(rootId, ownToasts));
	return ownToasts;
}

describe('a long deletion', () => {
	test('says how far it is, and asks before the page is left, until it is done', async () => {
		const { done, list } = await trashing(1);

		expect(list.entries).toEqual([]);
		expect(said()).toEqual(['Moving 450 items to trash: 200 items so far. Keep this page open.']);
		expect(isAsked()).toBe(true);

		await answer();
		await answer();
		await done;
		await vi.waitFor(() => expect(said()).toEqual(['450 items moved to trash']));
		expect(isAsked()).toBe(false);
		expect(said(await nextVisit())).toEqual([]);
	});

	test('of what one call does asks nothing', async () => {
		holds = 'trashEntries';
		const { list, selection } = await opened(ROOT_ID);
		const done = new EntryActions(list, selection, services()).trash(entries.slice(0, 200));
		await called();

		expect(said()).toEqual([]);
		expect(isAsked()).toBe(false);

		await answer();
		await done;
	});

	test('whose page was closed is told of at the next visit, and goes on if it is wanted', async () => {
		await trashing(1);

		const later = await nextVisit();
		expect(said(later)).toEqual([
			'250 items were not moved to trash yet when the page was closed.',
		]);
		holds = '';
		later.list[0]?.action?.run();

		await vi.waitFor(() => expect(said(later)).toContain('All of them moved to trash'));
		expect(await opened(TRASH_ID).then(({ list }) => list.entries.length)).toBe(COUNT);
		expect(said(await nextVisit())).toEqual([]);
	});

	test('that the browser breaks off as its page is left is told of, too', async () => {
		const { done } = await trashing(1);
		isAsked();

		await answer('unavailable');
		await done;

		expect(said(await nextVisit())).toHaveLength(1);
	});

	test('that failed while the page stayed is not told of again', async () => {
		const { done } = await trashing(1);

		await answer('unavailable');
		await done;

		await vi.waitFor(() => expect(isAsked()).toBe(false));
		expect(said(await nextVisit())).toEqual([]);
	});

	test('is no matter of the next person at this device', async () => {
		await trashing(1);

		expect(said(await nextVisit(TRASH_ID))).toEqual([]);
	});

	test('that another tab is at is not told of', async () => {
		const { locks, held: names } = fakeLocks();
		vi.stubGlobal('navigator', { locks });
		const { done } = await trashing(1);

		expect(names.size).toBe(1);
		expect(said(await nextVisit())).toEqual([]);

		await answer();
		await answer();
		await done;
		await vi.waitFor(() => expect(names.size).toBe(0));
	});

	test('forever says the same', async () => {
		await moveAllToTrash();
		holds = 'purgeEntries';
		const trash = await opened(TRASH_ID);
		const actions = new TrashActions(trash.list, trash.selection, services());
		void actions.purge({ kind: 'entries', entries: trash.list.entries });
		await answer();
		await called();

		expect(said()).toEqual(['Deleting 450 items forever: 200 items so far. Keep this page open.']);
		expect(said(await nextVisit())).toEqual([
			'250 items were not deleted forever yet when the page was closed.',
		]);
	});

	test('of moves and of what is put back says the same, and the next visit goes on', async () => {
		const folder = vault.addFolder('Reports');
		const { list, selection } = await opened(ROOT_ID);
		holds = 'moveEntries';
		void new EntryActions(list, selection, services()).move(entries, folder);
		await answer();
		await called();
		expect(said()).toEqual([
			'Moving 450 items to “\u2068Reports\u2069”: 200 items so far. Keep this page open.',
		]);

		const later = await nextVisit();
		expect(said(later)).toEqual([
			'250 items were not moved to “\u2068Reports\u2069” yet when the page was closed.',
		]);
		holds = '';
		later.list[0]?.action?.run();

		await vi.waitFor(() => expect(said(later)).toContain('All of them moved'));
		expect(await opened(folder.id).then((view) => view.list.entries.length)).toBe(COUNT);
	});

	test('of a few that take the server many calls says so, too', async () => {
		await moveAllToTrash();
		vault.restoredAtOnce = 40;
		holds = 'putBackEntries';
		const trash = await opened(TRASH_ID);
		const some = trash.list.entries.slice(0, 100);
		void new TrashActions(trash.list, trash.selection, services()).putBack(some);
		await called();
		expect(said()).toEqual([]);
		await answer();
		await called();
		await vi.waitFor(() =>
			expect(said()).toEqual(['Putting 100 items back: 0 items so far. Keep this page open.']),
		);

		const later = await nextVisit();
		expect(said(later)).toEqual(['100 items were not put back yet when the page was closed.']);
	});

	test('of all that is in the trash says so once one call does not do', async () => {
		await moveAllToTrash();
		const trash = await opened(TRASH_ID);
		callsToEmpty = 2;
		holds = 'purgeTrash';
		const actions = new TrashActions(trash.list, trash.selection, services());
		const done = actions.purge({ kind: 'everything' });
		await called();
		expect(said()).toEqual([]);
		await answer();
		await called();
		expect(said()).toEqual(['Emptying the trash. Keep this page open.']);
		expect(isAsked()).toBe(true);

		const later = await nextVisit();
		expect(said(later)).toEqual(['The trash was not empty yet when the page was closed.']);
		await answer();
		await done;
		expect(said()).toEqual(['The trash is empty']);
	});
});

describe('a long copy', () => {
	/** Everything of the vault into a folder of it, of which the call after the first `parts` waits. */
	async function copying(parts: number) {
		const target = vault.addFolder('Copies');
		holds = 'copyFiles';
		const copied = copyAndTell(services(), entries.slice(0, 150), target);
		for (let part = 0; part < parts; part++) await answer();
		await called();
		return { copied, target };
	}

	test('asks before the page is left, and goes on at the next visit with the very call that was under way', async () => {
		const { target } = await copying(1);
		expect(isAsked()).toBe(true);

		const later = await nextVisit();
		expect(said(later)).toEqual([
			'Copying 150 items ended when the page was closed, after 100 files.',
		]);
		const waiting = held.length;
		later.list[0]?.action?.run();
		await vi.waitFor(() => expect(held).toHaveLength(waiting + 1));
		for (const each of held.splice(0)) each.resolve(undefined);

		await vi.waitFor(() => expect(said(later).join()).toContain('150 items copied to'));
		const refs = vault
			.requestsOf('copyFiles')
			.map(({ files }) => (files as { ref: string }[]).map(({ ref }) => ref).join());
		expect(new Set(refs).size).toBe(2);
		expect(await opened(target.id).then(({ list }) => list.entries.length)).toBe(150);
		expect(said(await nextVisit())).toEqual([]);
	});

	test('of a folder goes on in its folders, and can be undone at the later visit', async () => {
		const from = vault.addFolder('Reports');
		const below = vault.addFolder('2024', from.id);
		for (const name of ['a', 'b']) vault.addFile(name, below.id);
		vault.addFile('top', from.id);
		const target = vault.addFolder('Copies');
		holds = 'copyFiles';
		void copyAndTell(services(), [from], target);
		await answer();
		await called();

		const later = await nextVisit();
		later.list[0]?.action?.run();
		await vi.waitFor(() => expect(held).toHaveLength(2));
		holds = '';
		for (const each of held.splice(0)) each.resolve(undefined);

		await vi.waitFor(() => expect(said(later).join()).toContain('copied to'));
		const [copy] = (await opened(target.id)).list.entries;
		const inCopy = (await opened(copy?.id ?? '')).list.entries;
		expect(inCopy.map(({ name }) => name)).toEqual(['2024', 'top']);
		const inBelow = (await opened(inCopy[0]?.id ?? '')).list.entries;
		expect(inBelow.map(({ name }) => name)).toEqual(['a', 'b']);
		later.list.find(({ action }) => action?.label === 'Undo')?.action?.run();
		await vi.waitFor(async () => expect((await opened(target.id)).list.entries).toEqual([]));
	});
});
