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
import { Visitor, type SignedInState } from './visitor.ts';

const ENGLISH = { language: 'en', width: 1440 } as const;

interface Entry {
	readonly id: string;
	readonly name: string;
}

/** Far enough for the lifecycle rules to archive what is large. */
const ARCHIVED_AFTER_DAYS = 61;
/** Of what is so old the day is told, and no time. */
const WALKED_AFTER_DAYS = 9;

/** Who walks, one browser after the other. */
type People = Record<'owner' | 'newcomer', SignedInState>;

/** A vault to walk through. */
export interface Place {
	readonly stack: Stack;
	readonly people: People;
	/** Takes back what a screen has left behind in the vault: what it uploads, and what it has begun to. */
	tidy(): Promise<void>;
}

/**
 * The vault of an owner of the stage: photos and papers, of which the older are archived, files of every
 * kind, and something in the trash. What it is filled with by the page has its pictures drawn there. And a
 * person with nothing in theirs. Both come on the same day of a year, whenever it is filled.
 */
export async function fillForScreens(
	stack: Stack,
	browser: Browser,
	files: readonly FileOfKind[],
): Promise<Place> {
	const begin = theDay(stack.now());
	/** To a full minute, however long it took so far. */
	const waitUntil = async (days: number): Promise<void> => {
		const then = new Date(begin);
		then.setUTCDate(then.getUTCDate() + days);
		if (days > 0) then.setUTCHours(then.getUTCHours() + 1);
		await stack.advanceClock(then.getTime() - stack.now().getTime());
		await stack.settled();
	};
	await waitUntil(0);
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
	await waitUntil(ARCHIVED_AFTER_DAYS);
	await seed(stack, person, 100);
	await byThePage(stack, browser, person, async (page) => {
		for (const name of [KINDS_FOLDER, SCANS_FOLDER, 'Old letters']) await page.makeFolder(name);
		await page.trash('Old letters');
		await page.makeFolder(EMPTY_FOLDER, SCANS_FOLDER);
		await page.upload(await filesOfTheTop());
		await page.upload(files, KINDS_FOLDER);
	});
	const newcomer = await stack.createPerson({
		email: 'ben@example.com',
		password: `${randomUUID()}Aa1!`,
	});
	await waitUntil(ARCHIVED_AFTER_DAYS + WALKED_AFTER_DAYS);
	await restoreSome(stack, await stack.signIn(person));
	return {
		stack,
		people: {
			owner: await signedIn(stack, browser, person),
			newcomer: await signedIn(stack, browser, newcomer),
		},
		tidy: async () => tidy(new VaultClient(stack, await stack.signIn(person))),
	};
}

/** The next 11th of December, early in the day: after all dates of the seed. */
function theDay(now: Date): Date {
	const ofThisYear = new Date(Date.UTC(now.getUTCFullYear(), 11, 11, 8));
	if (ofThisYear > now) return ofThisYear;
	return new Date(Date.UTC(now.getUTCFullYear() + 1, 11, 11, 8));
}

async function signedIn(
	stack: Stack,
	browser: Browser,
	person: Pick<SignedInPerson, 'email' | 'password'>,
): Promise<SignedInState> {
	const visitor = await Visitor.arrive(browser, stack, ENGLISH);
	await visitor.signIn(person);
	return visitor.leave();
}

async function tidy(client: VaultClient): Promise<void> {
	const { uploads } = await client.call<{ uploads: readonly { uploadId: string }[] }>(
		'listUnfinishedUploads',
		{},
	);
	const uploadIds = uploads.map(({ uploadId }) => uploadId);
	if (uploadIds.length > 0) await client.call('abortUploads', { uploadIds });
	const scans = await entriesIn(client, SCANS_FOLDER);
	const entryIds = scans.filter(({ name }) => name !== EMPTY_FOLDER).map(({ id }) => id);
	if (entryIds.length === 0) return;
	await client.trash(entryIds);
	await client.call('purgeEntries', { entryIds });
}

/** Of a folder at the top. */
async function entriesIn(client: VaultClient, folder: string): Promise<readonly Entry[]> {
	const list = async (folderId: string) =>
		(await client.call<{ entries: readonly Entry[] }>('listFolder', { folderId })).entries;
	const found = (await list((await client.open()).rootId)).find(({ name }) => name === folder);
	if (found === undefined) throw new Error(`There is no ${folder}.`);
	return list(found.id);
}

/** Two of the archived photos: the rest stays where it is. */
async function restoreSome(stack: Stack, person: SignedInPerson): Promise<void> {
	const client = new VaultClient(stack, person);
	const targets = (await entriesIn(client, HOLIDAY_FOLDER))
		.slice(0, 2)
		.map(({ id }) => ({ entryId: id }));
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
	const visitor = await Visitor.arrive(browser, stack, ENGLISH);
	await visitor.signIn(person);
	await work(atWork(visitor));
	await visitor.leave();
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
