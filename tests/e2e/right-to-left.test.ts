import { expect, expectNothingCutOff, test } from './fixtures.ts';
import { Person } from './person.ts';

test('from right to left a menu opens at its button, arrows go where they point, and no screen is too wide @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Alpha');
	await who.createFolder('Beta');
	// Made up of English: see docs/architecture.md, "Languages".
	await vault.evaluate(() => localStorage.setItem('cloudvault.language', 'ar-XB'));
	await vault.reload();
	await vault.locator('button', { has: vault.locator('[data-icon="layout-grid"]') }).click();
	const alpha = vault.getByRole('gridcell', { name: 'Alpha', exact: true });
	const beta = vault.getByRole('gridcell', { name: 'Beta', exact: true });

	await alpha.focus();
	await vault.keyboard.press('ArrowLeft');
	await expect(beta).toBeFocused();
	await vault.keyboard.press('ArrowRight');
	await expect(alpha).toBeFocused();

	const account = vault.locator('header [aria-haspopup="menu"]').last();
	await account.click();
	const menu = vault.getByRole('menu');
	await expect(menu).toBeVisible();
	const [button, opened] = [await account.boundingBox(), await menu.boundingBox()];
	expect(opened?.x).toBeCloseTo(button?.x ?? Number.NaN, 0);
	expect(button?.x).toBeLessThan(100);
	await vault.keyboard.press('Escape');

	for (const place of ['folders', 'settings', 'costs']) {
		if (place !== 'folders') await vault.goto(`/${place}`);
		await expect(vault.locator('main [aria-busy=true]')).toHaveCount(0);
		for (const width of [390, 768]) {
			await vault.setViewportSize({ width, height: 844 });
			await expectNothingCutOff(vault);
		}
	}
});
