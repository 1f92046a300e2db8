import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright';
import type { SignedInPerson } from '../../local/cognito/people.ts';
import { fillVault } from '../seed/fill-vault.ts';
import { planVault } from '../seed/plan.ts';
import { signInAt } from '../seed/sign-in.ts';
import type { Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { filesOfTheHoliday, filesOfTheTop, type FileOfKind } from './kinds.ts';
import { EMPTY_FOLDER, HOLIDAY_FOLDER, KINDS_FOLDER, SCANS_FOLDER } from './screen.ts';
import { Visitor } from './visitor.ts';
import { wordsOf } from './words.ts';

interface Entry {
	readonly id: string;
	readonly name: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Far enough for the lifecycle rules to archive what is large. */
const ARCHIVED_AFTER_DAYS = 61;

export type People = Readonly<Record<'owner' | 'newcomer', SignedInPerson>>;

/**
 * The vault of an owner of the stage: photos and papers, of which the older are archived, files of every
 * kind, and something in the trash. What it is filled with by the page has its pictures drawn there. And a
 * person with nothing in theirs.
 */
export async function fillForScreens(
	stack: Stack,
	browser: Browser,
	files: readonly FileOfKind[],
): Promise<People> {
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
		for (const name of [KINDS_FOLDER, SCANS_FOLDER, 'Old letters']) await page.makeFolder(name);
		await page.trash('Old letters');
		await page.makeFolder(EMPTY_FOLDER, SCANS_FOLDER);
		await page.upload(await filesOfTheTop());
		await page.upload(files, KINDS_FOLDER);
	});
	await restoreSome(stack, await stack.signIn(person));
	await stack.settled();
	const newcomer = await stack.signIn(
		await stack.createPerson({ email: 'ben@example.com', password: `${randomUUID()}Aa1!` }),
	);
	return { owner: person, newcomer };
}

/** Two of the archived photos: the rest stays where it is. */
async function restoreSome(stack: Stack, person: SignedInPerson): Promise<void> {
	const client = new VaultClient(stack, person);
	const list = async (folderId: string) =>
		(await client.call<{ entries: readonly Entry[] }>('listFolder', { folderId })).entries;
	const { rootId } = await client.open();
	const holiday = (await list(rootId)).find(({ name }) => name === HOLIDAY_FOLDER);
	if (holiday === undefined) throw new Error(`There is no ${HOLIDAY_FOLDER}.`);
	const targets = (await list(holiday.id)).slice(0, 2).map(({ id }) => ({ entryId: id }));
	await client.call('beginRestore', { id: randomUUID(), targets, tier: 'Standard' });
	await stack.settled();
	await stack.s3?.finishRestores();
	await stack.settled();
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
	const setting = { language: 'en', width: 1440 } as const;
	const visitor = await Visitor.arrive(browser, stack, setting, wordsOf('en'));
	await visitor.signIn(person);
	await work(atWork(visitor));
	await visitor.page.context().close();
}

/** What a person does at the top of the vault. */
function atWork(visitor: Visitor) {
	const { page } = visitor;
	return {
		async makeFolder(name: string, parent?: string): Promise<void> {
			if (parent !== undefined) await visitor.openFolder(parent);
			await visitor.chooseNew('New folder');
			await visitor.dialog().getByRole('textbox').fill(name);
			await visitor.dialog().getByRole('button', { name: 'Create' }).click();
			await visitor.row(name).waitFor();
			if (parent !== undefined) await visitor.goHome();
		},
		async trash(name: string): Promise<void> {
			await visitor.choose(name, 'Move to trash');
			await visitor.row(name).waitFor({ state: 'hidden' });
		},
		/** Until their pictures are drawn. */
		async upload(files: readonly FileOfKind[], folder?: string): Promise<void> {
			if (folder !== undefined) await visitor.openFolder(folder);
			await visitor.upload(files);
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
