import type { Locator, Page } from 'playwright/test';
import type { Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { finishRestores } from './finish-restores.ts';
import { test as base, expect, expectAccessible, expectNothingCutOff } from './fixtures.ts';
import { Person } from './person.ts';

/** A stack of its own: what its clock does, other tests do not see. */
const test = base.extend<object, { movesClock: true }>({
	movesClock: [true, { scope: 'worker' }],
});

const DAY_MS = 24 * 60 * 60 * 1000;
/** The lifecycle rules leave smaller files where they are. */
const LARGE = 132_000;

const sheet = (page: Page): Locator => page.getByRole('dialog', { name: /^(Restor|Keep)/ });
const archived = (who: Person, name: string): Locator =>
	who.row(name).getByText('Archived').locator('visible=true');

async function archive(stack: Stack): Promise<void> {
	await stack.advanceClock(61 * DAY_MS);
	await stack.settled();
}

test('search, recent, trash and the whole vault know what is archived, and a second tab hears of it', async ({
	vault,
	person,
	stack,
	context,
}) => {
	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	for (const name of ['letter.bin', 'thrown.bin', 'third.bin']) {
		await client.upload(rootId, name, Buffer.alloc(LARGE, name));
	}
	await archive(stack);
	await vault.reload();
	const who = new Person(vault);
	await expect(archived(who, 'letter.bin')).toBeVisible();

	await vault.getByRole('searchbox', { name: 'Search your files' }).fill('letter');
	await expect(vault).toHaveURL(/\/search/);
	await expect(archived(who, 'letter.bin')).toBeVisible();
	await who.goTo('Recent');
	await expect(archived(who, 'letter.bin')).toBeVisible();
	await who.goTo('Files');
	await who.trash('thrown.bin');
	await who.goTo('Trash');
	await expect(archived(who, 'thrown.bin')).toBeVisible();

	await who.choose('thrown.bin', 'Restore from the archive…');
	await expect(sheet(vault).getByText(/^1 file, .* is archived\.$/)).toBeVisible();
	await sheet(vault).getByRole('radio', { name: /Bulk/ }).check();
	await sheet(vault).getByRole('button', { name: 'Restore', exact: true }).click();
	await expect(
		who
			.row('thrown.bin')
			.getByText(/^Restoring/)
			.locator('visible=true'),
	).toBeVisible();
	await who.choose('thrown.bin', 'Put back');
	await expect(who.row('thrown.bin')).toBeHidden();

	const second = await context.newPage();
	await second.goto('/');
	const there = new Person(second);
	await expect(archived(there, 'letter.bin')).toBeVisible();
	await who.goTo('Settings');
	await vault.getByRole('button', { name: 'Restore all files…' }).click();
	await expect(sheet(vault).getByText(/^2 files, .* are archived\.$/)).toBeVisible();
	await expect(sheet(vault).getByText('1 file is being restored already.')).toBeVisible();
	await expectAccessible(vault);
	await sheet(vault).getByRole('radio', { name: /Bulk/ }).check();
	await sheet(vault).getByRole('button', { name: 'Restore', exact: true }).click();
	await expect(sheet(vault)).toBeHidden();
	for (const name of ['letter.bin', 'thrown.bin', 'third.bin']) {
		await expect(
			there
				.row(name)
				.getByText(/^Restoring/)
				.locator('visible=true'),
		).toBeVisible();
	}

	await who.goTo('Restored');
	await finishRestores(stack, vault);
	const shelf = vault.getByRole('list', { name: 'Restored files' });
	await expect(shelf.getByRole('listitem')).toHaveCount(3);
	await expect(
		shelf.getByRole('button', { name: /^Keep letter\.bin until .*, less than \$0\.01$/ }),
	).toBeVisible();
	await expectNothingCutOff(vault);
	// As when one comes back to it; by itself it looks every few minutes.
	await second.evaluate(() => dispatchEvent(new Event('online')));
	await expect(
		there
			.row('letter.bin')
			.getByText(/^Restored/)
			.locator('visible=true'),
	).toBeVisible();
});

test('a limit that is reached says what to do, and takes no press', async ({
	vault,
	person,
	stack,
}) => {
	const client = new VaultClient(stack, person);
	await client.upload((await client.open()).rootId, 'old.bin', Buffer.alloc(LARGE, 'o'));
	await archive(stack);
	await vault.reload();
	// As where the owner of the stage allows less, or the day has had its share.
	await vault.route(`${stack.apiUrl}/restores/quote`, async (route) => {
		if (route.request().method() === 'OPTIONS') return route.fallback();
		const answer = await route.fetch();
		const quote = (await answer.json()) as { tiers: object[] };
		const tiers = quote.tiers.map((tier) => ({ ...tier, refusal: 'daily_usd' }));
		return route.fulfill({ response: answer, json: { ...quote, tiers } });
	});

	await new Person(vault).choose('old.bin', 'Restore from the archive…');

	await expect(
		sheet(vault)
			.getByText(/may spend on restoring in a day/)
			.first(),
	).toBeVisible();
	await expect(sheet(vault).getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
	await expectAccessible(vault);
	await expectNothingCutOff(vault);
});
