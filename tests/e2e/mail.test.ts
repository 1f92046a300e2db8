import { expect, expectAccessible, test } from './fixtures.ts';
import { Person } from './person.ts';

const file = (n: number) => ({
	name: `photo ${String(n)}.txt`,
	mimeType: 'text/plain',
	buffer: Buffer.from(`photo ${String(n)}`),
});

test('sends one mail for a finished batch, only to who asked', async ({ vault, person, stack }) => {
	const who = new Person(vault);
	const arrivals = () =>
		stack.messages(person.email).filter(({ subject }) => /arrived|stored|uploaded/i.test(subject));
	await who.pick([file(1), file(2)]);
	await who.uploaded(/2 files/);
	await stack.settled();
	expect(arrivals()).toHaveLength(0);

	await who.goTo('Settings');
	await vault.getByRole('switch', { name: 'E-mail when an upload has finished' }).click();
	await expect(vault.getByText('Almost there')).toBeVisible();
	await expectAccessible(vault);
	const confirmation = stack
		.messages(person.email)
		.find(({ subject }) => /subscription confirmation/i.test(subject));
	await fetch(confirmation?.links[0]?.url ?? '');
	await vault.getByRole('button', { name: 'I have confirmed' }).click();
	await expect(vault.getByText(`Messages go to ${person.email}`)).toBeVisible();
	await who.goTo('Files');
	await who.pick(Array.from({ length: 60 }, (_, n) => file(n + 10)));
	await who.uploaded(/60 files/);

	await expect.poll(() => arrivals().length, { timeout: 30_000 }).toBe(1);
	expect(arrivals()[0]?.text).toContain('60');
	await stack.settled();
	expect(arrivals()).toHaveLength(1);
});
