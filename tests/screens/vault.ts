import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright';
import type { SignedInPerson } from '../../local/cognito/people.ts';
import { fillVault } from '../seed/fill-vault.ts';
import { planVault } from '../seed/plan.ts';
import { signInAt } from '../seed/sign-in.ts';
import type { Stack } from '../support/stack.ts';
import { filesOfTheHoliday, filesOfTheTop, type FileOfKind } from './kinds.ts';
import { HOLIDAY_FOLDER, KINDS_FOLDER } from './screens.ts';
import { Visitor } from './visitor.ts';
import { wordsOf } from './words.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Far enough for the lifecycle rules to archive what is large. */
const ARCHIVED_AFTER_DAYS = 61;

/**
 * The vault of an owner of the stage: photos and papers, of which the older are archived, files of every
 * kind, and something in the trash. What it is filled with by the page has its pictures drawn there.
 */
export async function fillForScreens(
	stack: Stack,
	browser: Browser,
	files: readonly FileOfKind[],
): Promise<SignedInPerson> {
	const person = await stack.signIn(
		await stack.createPerson({
			email: 'anna@example.com',
			groups: ['owners'],
			password: `${randomUUID()}Aa1!`,
		}),
	);
	await seed(stack, person, 60);
	await byThePage(stack, browser, person, async (page) => {
		await page.makeFolder(HOLIDAY_FOLDER);
		await page.upload(await filesOfTheHoliday(), HOLIDAY_FOLDER);
	});
	await stack.advanceClock(ARCHIVED_AFTER_DAYS * DAY_MS);
	await stack.settled();
	await seed(stack, person, 100);
	await byThePage(stack, browser, person, async (page) => {
		for (const name of [KINDS_FOLDER, 'Old letters']) await page.makeFolder(name);
		await page.trash('Old letters');
		await page.upload(await filesOfTheTop());
		await page.upload(files, KINDS_FOLDER);
	});
	await stack.settled();
	return person;
}

/** The first so many files of one plan: what is there already stays. */
async function seed(
	stack: Stack,
	account: Pick<SignedInPerson, 'email' | 'password'>,
	count: number,
): Promise<void> {
	await fillVault(
		await signInAt(stack.siteUrl, account),
		planVault('screens', count),
		() => undefined,
	);
	await stack.settled();
}

async function byThePage(
	stack: Stack,
	browser: Browser,
	person: Pick<SignedInPerson, 'email' | 'password'>,
	work: (page: ReturnType<typeof atWork>) => Promise<void>,
): Promise<void> {
	const look = { language: 'en', width: 1440, theme: 'light' } as const;
	const visitor = await Visitor.arrive(browser, stack.siteUrl, look, wordsOf('en'));
	await visitor.signIn(person);
	await work(atWork(visitor));
	await visitor.page.context().close();
}

/** What a person does at the top of the vault. */
function atWork(visitor: Visitor) {
	const { page } = visitor;
	const choose = async (item: string): Promise<void> => {
		await visitor.button('New').click();
		await page.getByRole('menuitem', { name: item }).click();
	};
	return {
		async makeFolder(name: string): Promise<void> {
			await choose('New folder');
			await visitor.dialog().getByRole('textbox').fill(name);
			await visitor.dialog().getByRole('button', { name: 'Create' }).click();
			await visitor.row(name).waitFor();
		},
		async trash(name: string): Promise<void> {
			await visitor.choose(name, 'Move to trash');
			await visitor.row(name).waitFor({ state: 'hidden' });
		},
		/** Until their pictures are drawn. */
		async upload(files: readonly FileOfKind[], folder?: string): Promise<void> {
			if (folder !== undefined) {
				await visitor.row(folder).getByRole('link', { name: folder, exact: true }).click();
				await visitor.row(folder).waitFor({ state: 'hidden' });
			}
			const choosing = page.waitForEvent('filechooser');
			await choose('Upload files');
			await (await choosing).setFiles([...files]);
			await page
				.getByRole('complementary', { name: 'Uploads' })
				.getByText(/(?<!of |\d)\d+ pictures? drawn/)
				.first()
				.waitFor({ timeout: 90_000 });
			await visitor.button('Put the uploads away').click();
			if (folder !== undefined) await visitor.goHome();
		},
	};
}
