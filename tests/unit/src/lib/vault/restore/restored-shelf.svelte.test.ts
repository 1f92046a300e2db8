import { extendRestore, listRestored } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { Toasts } from '$lib/notices/toasts.svelte';
import { OtherTabs } from '$lib/vault/other-tabs';
import { RestoredShelf, type RestoredCopy } from '$lib/vault/restore/restored-shelf.svelte';
import * as v from 'valibot';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const GB = 1024 ** 3;
const file = new FakeVaultApi().addFile('old.bin');

let copies: RestoredCopy[];
let isOffline: boolean;
const extended: string[] = [];
let shelf: RestoredShelf;

const call: Call = async (endpoint, request) => {
	await Promise.resolve();
	if (endpoint.name === 'extendRestore') {
		const { id } = v.parse(extendRestore.request, request);
		extended.push(id);
		if (isOffline) throw new ApiError('offline');
		return v.parse(endpoint.response, { files: [] });
	}
	const prices = { region: 'us-east-1', checkedOn: '2026-06-18' };
	return v.parse(endpoint.response, { restored: copies, prices, nextCursor: null });
};

function copyFor(days: number): RestoredCopy {
	return v.parse(listRestored.response.entries.restored.item, {
		file,
		versionId: file.versionId,
		sizeBytes: 10 * GB,
		storageClass: 'GLACIER',
		restoredUntil: new Date(Date.now() + days * 86_400_000).toISOString(),
		trashed: false,
	});
}

beforeEach(async () => {
	vi.useFakeTimers({ now: new Date('2025-01-15T10:00:00Z') });
	extended.length = 0;
	isOffline = false;
	copies = [copyFor(2), copyFor(29)];
	shelf = new RestoredShelf({ call, toasts: new Toasts(), otherTabs: new OtherTabs() });
	await shelf.refresh();
	return () => vi.useRealTimers();
});

test('says what keeping copies longer costs, of those alone that would not stay as long anyway', () => {
	// 10 GB of S3 Standard at $0.023 for 7 days of a month of 730 hours.
	const week = 10 * 0.023 * (7 / (730 / 24));
	expect(shelf.keepUsd(copies, 7)).toBeCloseTo(week, 10);
	expect(shelf.keepUsd(copies.slice(1), 7)).toBe(0);
	expect(shelf.keepUsd(copies, 30)).toBeCloseTo(2 * week * (30 / 7), 10);
});

test('a press whose answer was lost is the same request when it is pressed again, and the next press another', async () => {
	isOffline = true;
	await shelf.keep(copies, 30);
	isOffline = false;
	await shelf.keep(copies, 30);
	await shelf.keep(copies, 30);

	expect(extended[1]).toBe(extended[0]);
	expect(extended[2]).not.toBe(extended[0]);
});
