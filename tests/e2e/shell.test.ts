import { expect, test } from './fixtures.ts';

test.use({ serviceWorkers: 'allow' });

test('the shell opens without a network, and fills as soon as there is one @one-width', async ({
	vault,
	context,
}) => {
	await vault.evaluate(() => navigator.serviceWorker.ready);
	await context.setOffline(true);
	await vault.reload();
	await expect(vault.getByRole('heading', { name: 'Your vault does not answer' })).toBeVisible();
	await expect(vault.getByRole('searchbox', { name: 'Search your files' })).toBeVisible();

	await context.setOffline(false);
	await expect(vault.getByText('Your vault is ready')).toBeVisible();
});
