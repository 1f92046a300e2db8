import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { Person } from './person.ts';

test('trashes, restores to the old place, and deletes forever with exact usage', async ({
	vault,
	stack,
	person,
}) => {
	const who = new Person(vault);
	const client = new VaultClient(stack, person);
	await who.createFolder('Papers');
	await who.open('Papers');
	await who.pick({ name: 'draft.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1000, 'x') });
	await expect(who.row('draft.txt')).toBeVisible();
	const { files } = await client.call<{ files: [{ id: string }] }>('listTimeline', { only: 'all' });
	const url = await client.downloadUrl(files[0].id);

	await who.trash('draft.txt');
	await expect(who.row('draft.txt')).toBeHidden();
	await who.goTo('Trash');
	await expect(who.row('draft.txt')).toBeVisible();
	await expectAccessible(vault);
	await who.choose('draft.txt', 'Put back');
	await expect(who.row('draft.txt')).toBeHidden();
	await who.goTo('Files');
	await who.open('Papers');
	await expect(who.row('draft.txt')).toBeVisible();

	await who.trash('draft.txt');
	await who.goTo('Trash');
	await who.choose('draft.txt', 'Delete forever');
	await expectAccessible(vault);
	await vault.getByRole('dialog').getByRole('button', { name: 'Delete forever' }).click();
	await expect(who.row('draft.txt')).toBeHidden();

	await expect.poll(async () => (await client.open()).usage.usedBytes).toBe(0);
	// Who may not list the bucket is not told what is missing from it.
	expect((await fetch(url)).status).toBe(403);
});

test('puts a file back whose folder was deleted, with its folder @one-width', async ({ vault }) => {
	const who = new Person(vault);
	await who.createFolder('Gone');
	await who.open('Gone');
	await who.pick({ name: 'kept.txt', mimeType: 'text/plain', buffer: Buffer.from('kept') });
	await expect(who.row('kept.txt')).toBeVisible();
	await who.trash('kept.txt');
	await who.goTo('Files');
	await who.trash('Gone');
	await who.goTo('Trash');
	await who.choose('Gone', 'Delete forever');
	await vault.getByRole('dialog').getByRole('button', { name: 'Delete forever' }).click();
	await expect(who.row('Gone')).toBeHidden();

	await who.choose('kept.txt', 'Put back');
	await who.goTo('Files');
	await who.open('Gone');

	await expect(who.row('kept.txt')).toBeVisible();
});

test('empties the trash', async ({ vault }) => {
	const who = new Person(vault);
	for (const name of ['A', 'B']) {
		await who.createFolder(name);
		await who.trash(name);
	}
	await who.goTo('Trash');
	await vault.getByRole('button', { name: 'Empty trash' }).click();
	await vault.getByRole('dialog').getByRole('button', { name: 'Empty trash' }).click();

	await expect(vault.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
});
