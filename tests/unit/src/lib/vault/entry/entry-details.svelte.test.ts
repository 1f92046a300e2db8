import type { Entry } from '#contract/entries';
import type { Call } from '$lib/api/call';
import { EntryDetails } from '$lib/vault/entry/entry-details.svelte';
import { expect, test } from 'vitest';

const entry = { kind: 'file', id: 'a', name: 'a.txt' } as Entry;

test('reads versions page by page, until there are no more', async () => {
	const cursors: unknown[] = [];
	const call = ((_endpoint: unknown, request: { cursor?: string }) => {
		cursors.push(request.cursor);
		const isFirst = request.cursor === undefined;
		const versions = [{ id: isFirst ? 'newest' : 'oldest' }];
		const nextCursor = isFirst ? 'x' : null;
		return Promise.resolve({ entry, path: [], keptBy: null, trashed: false, versions, nextCursor });
	}) as unknown as Call;
	const details = new EntryDetails(call);
	await details.read(entry);

	await details.readMoreVersions();
	await details.readMoreVersions();

	expect(cursors).toEqual([undefined, 'x']);
	expect(details.details?.versions.map(({ id }) => id)).toEqual(['newest', 'oldest']);
});
