import { goTo, type Screen } from './screen.ts';
import type { Visitor } from './visitor.ts';

const PASSWORD = 'correct Horse 9 battery';

/** Of a person whom the stage does not know: one for every walk. */
export const addressFor = (person: string, { name }: Visitor): string =>
	`${person}.${name.toLowerCase()}@example.com`;

async function sendAddress(visitor: Visitor, button: string): Promise<void> {
	const { page, say } = visitor;
	await page.getByLabel(say('E-mail')).fill(addressFor('maria', visitor));
	const password = page.getByLabel(say('Password'), { exact: true });
	if (await password.isVisible()) await password.fill(PASSWORD);
	await page.getByRole('button', { name: say(button), exact: true }).click();
}

/** What is seen before one is signed in. */
export const accountScreens: readonly Screen[] = [
	{
		name: 'sign-in',
		title: 'Signing in',
		by: 'visitor',
		open: (visitor) => goTo(visitor, '/sign-in'),
	},
	{
		name: 'sign-up',
		title: 'A new account',
		by: 'visitor',
		open: (visitor) => goTo(visitor, '/sign-up'),
	},
	{
		name: 'sign-up-code',
		title: 'The code of a new account',
		by: 'visitor',
		isApart: true,
		async open(visitor) {
			await goTo(visitor, '/sign-up');
			await sendAddress(visitor, 'Create account');
			await visitor.button('Confirm').waitFor();
		},
	},
	{
		name: 'sign-up-invited',
		title: 'Where only the invited have an account',
		by: 'visitor',
		isApart: true,
		async open(visitor) {
			await visitor.page.route('**/sign-up', async (route) => {
				const page = await (await route.fetch()).text();
				await route.fulfill({ body: page.replace('"signUp":"open"', '"signUp":"invited"') });
			});
			await goTo(visitor, '/sign-up');
		},
	},
	{
		name: 'password-forgotten',
		title: 'A forgotten password',
		by: 'visitor',
		open: (visitor) => goTo(visitor, '/reset-password'),
	},
	{
		name: 'password-new',
		title: 'A new password',
		by: 'visitor',
		isApart: true,
		async open(visitor) {
			await goTo(visitor, '/reset-password');
			await sendAddress(visitor, 'Send code');
			await visitor.page.getByLabel(visitor.say('Code')).waitFor();
		},
	},
];
