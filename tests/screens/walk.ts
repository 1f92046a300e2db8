import type { Browser } from 'playwright';
import type { SignedInPerson } from '../../local/cognito/people.ts';
import type { Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { nameOf, type Look, type Setting, type Theme } from './looks.ts';
import type { Screen } from './screen.ts';
import type { People } from './vault.ts';
import { Visitor } from './visitor.ts';
import { wordsOf } from './words.ts';

/** A screen, and how it is to be seen. */
interface Sight {
	readonly screen: Screen;
	readonly looks: readonly Look[];
}

export interface Walk {
	readonly browser: Browser;
	readonly stack: Stack;
	readonly people: People;
	readonly sights: readonly Sight[];
	/** Takes what is seen, once in every theme that is asked for. */
	readonly see: (visitor: Visitor, screen: Screen, theme: Theme) => Promise<void>;
	/** A screen that cannot be reached. */
	readonly miss: (visitor: Visitor, screen: Screen, error: unknown) => Promise<void>;
}

/** Goes once through all screens for every language and width. A screen that cannot be reached is told, and the walk goes on. */
export async function walk(walking: Walk): Promise<void> {
	const looks = walking.sights.flatMap((sight) => sight.looks);
	const settings = new Map(looks.map((look) => [nameOf(look), look]));
	for (const setting of settings.values()) {
		for (const by of ['visitor', 'newcomer', undefined] as const) {
			const sights = walking.sights.filter(({ screen }) => screen.by === by);
			if (sights.length > 0) await walkAs(by, { ...walking, sights }, setting);
		}
		console.log(nameOf(setting));
	}
}

async function walkAs(by: Screen['by'], walking: Walk, setting: Setting): Promise<void> {
	const { browser, stack, people, sights } = walking;
	const arrive = async (): Promise<Visitor> => {
		const visitor = await Visitor.arrive(browser, stack, setting, wordsOf(setting.language));
		if (by !== 'visitor') await visitor.signIn(by === 'newcomer' ? people.newcomer : people.owner);
		return visitor;
	};
	const visitor = await arrive();
	for (const { screen, looks } of sights) {
		const themes = looks
			.filter((look) => nameOf(look) === nameOf(setting))
			.map(({ theme }) => theme);
		if (themes.length === 0 || screen.only?.(visitor) === false) continue;
		const looking = screen.isApart ? await arrive() : visitor;
		await look(looking, screen, { ...walking, themes });
		if (looking === visitor) continue;
		await looking.page.context().close();
		if (by === undefined) await endUploads(stack, people.owner);
	}
	await visitor.page.context().close();
}

async function look(
	visitor: Visitor,
	screen: Screen,
	{ see, miss, themes }: Pick<Walk, 'see' | 'miss'> & { readonly themes: readonly Theme[] },
): Promise<void> {
	const { page } = visitor;
	try {
		await page.emulateMedia({ colorScheme: themes[0] ?? 'light' });
		await screen.open(visitor);
		await visitor.settled();
		for (const theme of themes) {
			await page.emulateMedia({ colorScheme: theme });
			await visitor.painted();
			await see(visitor, screen, theme);
		}
	} catch (error) {
		process.exitCode = 1;
		await miss(visitor, screen, error);
	}
}

/** What was begun in a browser that is closed would be shown in the next. */
async function endUploads(stack: Stack, person: SignedInPerson): Promise<void> {
	const client = new VaultClient(stack, await stack.signIn(person));
	const { uploads } = await client.call<{ uploads: readonly { uploadId: string }[] }>(
		'listUnfinishedUploads',
		{},
	);
	const uploadIds = uploads.map(({ uploadId }) => uploadId);
	if (uploadIds.length > 0) await client.call('abortUploads', { uploadIds });
}
