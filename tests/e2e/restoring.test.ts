import type { Locator, Page } from 'playwright/test';
import type { Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { finishRestores } from './finish-restores.ts';
import {
	test as base,
	expect,
	expectAccessible,
	expectNothingCutOff,
	isPhone,
	resume,
} from './fixtures.ts';
import { Person } from './person.ts';

/** A stack of its own: what its clock does, other tests do not see. */
const test = base.extend<object, { movesClock: true }>({
	movesClock: [true, { scope: 'worker' }],
});

const DAY_MS = 24 * 60 * 60 * 1000;
/** The lifecycle rules leave smaller files where they are. */
const LARGE = 132_000;

/** File by file, of hundreds. */
const S3_IS_ASKED = { timeout: 60_000 };

const sheet = (page: Page): Locator => page.getByRole('dialog', { name: /^(Restor|Keep)/ });
const archived = (who: Person, name: string): Locator =>
	who.row(name).getByText('Archived').locator('visible=true');

async function archive(stack: Stack): Promise<void> {
	await stack.advanceClock(61 * DAY_MS);
	await stack.settled();
}

/** As by the switch in Settings and the link in the mail; see `mail.test.ts`. */
async function getsMail(client: VaultClient, stack: Stack, email: string): Promise<void> {
	await client.call('setNotifications', { email });
	const link = /href="([^"]+)"[^>]*>\s*Confirm subscription/.exec(
		await (await fetch(`${stack.inboxUrl}/?to=${email}`)).text(),
	)?.[1];
	if (link === undefined) throw new Error('no mail asks to confirm');
	const confirmed = await fetch(new URL(link.replaceAll('&amp;', '&'), stack.inboxUrl));
	expect(confirmed.ok).toBe(true);
}

test('a folder of 300 is one restore with its name on every device, made faster there, one mail, and no other person’s', async ({
	vault,
	person,
	stack,
	browser,
}) => {
	test.setTimeout(180_000);
	const client = new VaultClient(stack, person);
	const holiday = await client.createFolder((await client.open()).rootId, 'Holiday 2024');
	const names = Array.from({ length: 300 }, (_, i) => `${String(i)}.bin`);
	await client.uploadAll(holiday, names, Buffer.alloc(LARGE));
	await getsMail(client, stack, person.email);
	await archive(stack);
	await vault.reload();

	await new Person(vault).choose('Holiday 2024', 'Restore from the archive…');
	await expect(sheet(vault).getByText(/^300 files, .* are archived\.$/)).toBeVisible();
	await sheet(vault).getByRole('radio', { name: /Bulk/ }).check();
	await sheet(vault).getByRole('button', { name: 'Restore', exact: true }).click();
	await expect(sheet(vault)).toBeHidden(S3_IS_ASKED);

	const device = {
		baseURL: stack.siteUrl,
		viewport: vault.viewportSize(),
		...(isPhone(vault) && { hasTouch: true, isMobile: true }),
	};
	const other = await (await browser.newContext(device)).newPage();
	await resume(other, person, stack);
	await new Person(other).goTo('Restored');
	const job = other.getByRole('region', { name: 'Being restored' }).getByRole('listitem');
	await expect(job).toContainText('Holiday 2024');
	await expect(job).toContainText('0 of 300 files ready', S3_IS_ASKED);
	await expectAccessible(other);
	await expectNothingCutOff(other);
	await job.getByRole('button', { name: 'Faster…' }).click();
	await expect(sheet(other).getByText('300 files are being restored already.')).toBeVisible();
	await sheet(other)
		.getByRole('radio', { name: /Standard/ })
		.check();
	await sheet(other).getByRole('button', { name: 'Restore faster' }).click();
	await expect(sheet(other)).toBeHidden(S3_IS_ASKED);
	await expect(job.getByText(/asked for$/)).toHaveCount(0, S3_IS_ASKED);

	await finishRestores(stack, other);
	await expect(other.getByRole('region', { name: 'Being restored' })).toBeHidden(S3_IS_ASKED);
	await expect(other.getByRole('button', { name: 'Download all' })).toBeVisible();
	const mails = () => stack.messages(person.email).filter(({ text }) => text.includes('restored'));
	await expect.poll(() => mails().length).toBeGreaterThan(0);
	for (const { text } of mails()) expect(text).toMatch(/^300 files/);
	await other.context().close();

	const stranger = await (await browser.newContext(device)).newPage();
	await resume(stranger, await stack.createUser(), stack);
	await new Person(stranger).goTo('Restored');
	await expect(stranger.getByText('Nothing is restored')).toBeVisible();
	await stranger.context().close();
});

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
			.getByText(/Restoring/)
			.locator('visible=true'),
	).toBeVisible();
	await who.choose('thrown.bin', 'Put back');
	await expect(who.row('thrown.bin')).toBeHidden();

	const second = await context.newPage();
	await second.goto('/');
	const there = new Person(second);
	await expect(archived(there, 'letter.bin')).toBeVisible();
	await vault.bringToFront();
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
