import { expect, expectAccessible, test } from './fixtures.ts';
import { Person } from './person.ts';

/** Confirmation mails that one person may ask for in a day. */
const MAILS_PER_DAY = 5;

const file = (n: number) => ({
	name: `photo ${String(n)}.txt`,
	mimeType: 'text/plain',
	buffer: Buffer.from(`photo ${String(n)}`),
});

test('sends one mail for a finished batch, only to who asked and as long as they wish @one-width', async ({
	vault,
	person,
	stack,
	context,
}) => {
	const who = new Person(vault);
	const arrivals = () =>
		stack.messages(person.email).filter(({ subject }) => /arrived|stored|uploaded/i.test(subject));
	await who.pick([file(1), file(2)]);
	await who.uploaded(/2 files/);
	await stack.settled();
	expect(arrivals()).toHaveLength(0);

	await who.goTo('Settings');
	await vault.getByRole('switch', { name: 'E-mail when an upload has finished' }).click();
	await expect(vault.getByText('Almost there')).toContainText(
		/follow its link within 48 hours.*No message comes where notices of another vault arrive already/s,
	);
	const inbox = await context.newPage();
	await inbox.goto(`${stack.inboxUrl}/?to=${person.email}`);
	await expectAccessible(inbox);
	await inbox.getByRole('link', { name: 'Confirm subscription' }).click();
	await expect(inbox.getByText('Subscription confirmed.')).toBeVisible();
	await inbox.goBack();
	await vault.bringToFront();
	await vault.getByRole('button', { name: 'I have confirmed' }).click();
	await expect(vault.getByText(`Messages go to ${person.email}`)).toBeVisible();
	await who.goTo('Files');
	await who.pick(Array.from({ length: 60 }, (_, n) => file(n + 10)));
	await who.uploaded(/60 files/);

	await expect.poll(() => arrivals().length, { timeout: 30_000 }).toBe(1);
	expect(arrivals()[0]?.text).toContain('60');
	await stack.settled();
	expect(arrivals()).toHaveLength(1);
	await expect(inbox.getByRole('heading', { name: arrivals()[0]?.subject ?? '' })).toBeVisible();

	await who.putUploadsAway();
	await who.goTo('Settings');
	await vault.getByRole('switch', { name: 'E-mail when an upload has finished' }).click();
	await expect(vault.getByText('Messages go to')).toBeHidden();
	await who.goTo('Files');
	await who.pick(file(3));
	await who.uploaded(/1 file stored/);
	await stack.settled();
	expect(arrivals()).toHaveLength(1);
});

test('asks an address a few times a day, and then says when again', async ({
	vault,
	person,
	stack,
}) => {
	await new Person(vault).goTo('Settings');
	const notices = vault.getByRole('switch', { name: 'E-mail when an upload has finished' });
	for (let n = 0; n < MAILS_PER_DAY; n++) {
		await notices.click();
		await expect(vault.getByText('Almost there')).toBeVisible();
		if (n === 0) await expectAccessible(vault);
		await notices.click();
		await expect(vault.getByText('Almost there')).toBeHidden();
	}

	await notices.click();

	await expect(
		vault.getByText(/5 confirmation messages within a day.*try again in 24 hours/),
	).toBeVisible();
	await expect(notices).not.toBeChecked();
	const asked = stack.messages(person.email).filter(({ subject }) => /confirmation/i.test(subject));
	expect(asked).toHaveLength(MAILS_PER_DAY);
});
