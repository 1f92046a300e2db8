import type { Folder } from '#contract/entries';
import { keepReady } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { quoted } from '$lib/format/quoted';
import { Toasts } from '$lib/notices/toasts.svelte';
import { EntryActions } from '$lib/vault/actions/entry-actions.svelte';
import { FolderView } from '$lib/vault/list/folder-view.svelte';
import { FolderViews } from '$lib/vault/list/folder-views.svelte';
import { OtherTabs } from '$lib/vault/other-tabs';
import * as v from 'valibot';
import { beforeEach, expect, it, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID } from '../fake-vault-api';

const vault = new FakeVaultApi();
const folder = vault.addFolder('Holiday');
/** What calls answer, one after the other; a page goes on asking until it is told of all. */
let answers: (() => { told: number; isTold: boolean })[];
let asked: { entryIds: string[]; keep: boolean }[];
let texts: string[][];
let toasts: Toasts;

const call: Call = (endpoint, request, options) => {
	if (endpoint.name === 'quoteRestore') throw new ApiError('offline');
	if (endpoint.name !== 'keepReady') return vault.call(endpoint, request, options);
	texts.push(toasts.list.map(({ text }) => text));
	const { entryIds, keep } = v.parse(keepReady.request, request);
	asked.push({ entryIds, keep });
	const entries: Folder[] = entryIds.length > 0 ? [{ ...folder, keepsReady: keep }] : [];
	const answer = answers.shift();
	if (answer === undefined) throw new Error('more calls than are answered');
	return Promise.resolve(v.parse(endpoint.response, { entries, ...answer() }));
};

function actionsHere(): EntryActions {
	const view = new FolderView(ROOT_ID, { call, sort: 'name' });
	const unused = {
		downloads: { save: vi.fn() },
		restores: { ask: vi.fn() },
		vault: { rootId: ROOT_ID, refreshUsage: vi.fn() },
	};
	const folderViews = new FolderViews(call);
	const services = { call, toasts, otherTabs: new OtherTabs(), folderViews, ...unused };
	return new EntryActions(view.list, view.selection, services);
}

const said = () => toasts.list[0]?.text;

beforeEach(() => {
	[asked, texts] = [[], []];
	toasts = new Toasts();
});

it('says how many files S3 was told of until it is told of all, and wishes nothing anew by that', async () => {
	answers = [
		() => ({ told: 200, isTold: false }),
		() => ({ told: 1000, isTold: false }),
		() => ({ told: 34, isTold: true }),
	];

	await actionsHere().keepReady([folder], true);

	await vi.waitFor(() => {
		expect(said()).toBe(`${quoted('Holiday')} kept ready`);
	});
	expect(asked.map(({ entryIds }) => entryIds)).toEqual([[folder.id], [], []]);
	expect(texts.slice(1).map(([text]) => text)).toEqual([
		`${quoted('Holiday')} kept ready · 200 files so far`,
		`${quoted('Holiday')} kept ready · 1,200 files so far`,
	]);
});

it('leaves it to the schedule where a call fails, and says no more of it once it is taken back', async () => {
	answers = [
		() => ({ told: 1, isTold: false }),
		() => {
			throw new ApiError('offline');
		},
	];
	await actionsHere().keepReady([folder], true);
	await vi.waitFor(() => {
		expect(asked).toHaveLength(2);
	});
	expect(said()).toBe(`${quoted('Holiday')} kept ready · 1 file so far`);

	answers = [() => ({ told: 1, isTold: true })];
	toasts.list[0]?.action?.run();
	await vi.waitFor(() => {
		expect(asked.at(-1)).toEqual({ entryIds: [folder.id], keep: false });
	});
});
