import { trashEntries } from '#contract/vault';
import { putBackAll } from '$lib/vault/actions/put-back-all';
import { expect, test } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

test('asks again for what one call has left in the trash', async () => {
	const api = new FakeVaultApi();
	const ids = ['a', 'b', 'c'].map((name) => api.addFolder(name).id);
	await api.call(trashEntries, { entryIds: ids });
	api.restoredAtOnce = 2;

	const { entries } = await putBackAll(api.call, ids);

	expect(entries.map(({ id, trashedAt }) => [id, trashedAt])).toEqual(ids.map((id) => [id, null]));
	expect(api.requestsOf('putBackEntries')).toEqual([{ entryIds: ids }, { entryIds: ids.slice(2) }]);
});
