import type { Browser } from 'playwright';
import { nameOf, type Look, type Setting, type Theme } from './looks.ts';
import type { Screen } from './screen.ts';
import type { Place } from './vault.ts';
import { Visitor } from './visitor.ts';

/** A screen, and how it is to be seen. */
export interface Sight {
	readonly screen: Screen;
	readonly looks: readonly Look[];
}

export interface Walk {
	readonly browser: Browser;
	/** What is still to be seen. */
	readonly sights: readonly Sight[];
	/** Makes a vault to walk through: one for each that walks. */
	readonly arrange: () => Promise<Place>;
	readonly walkers: number;
	/** Takes what is seen, once in every theme that is asked for. */
	readonly see: (visitor: Visitor, screen: Screen, theme: Theme) => Promise<void>;
	/** A screen that cannot be reached, twice. */
	readonly miss: (visitor: Visitor, screen: Screen, error: unknown) => Promise<void>;
	/** Everything in this language and at this width has been seen. */
	readonly passed: (setting: Setting) => Promise<void>;
}

/**
 * Goes once through all screens for every language and width, several walkers side by side, each in a vault of its own. A
 * screen that cannot be reached is tried once more at the end, and told; the walk goes on.
 */
export async function walk(walking: Walk): Promise<void> {
	const looks = walking.sights.flatMap((sight) => sight.looks);
	const settings = [...new Map(looks.map((look) => [nameOf(look), look])).values()];
	// One vault is filled after the other: the first walker is under way meanwhile.
	let arranged: Promise<unknown> = Promise.resolve();
	const walkers = Array.from({ length: Math.min(walking.walkers, settings.length) }, async () => {
		const arranging = arranged.then(walking.arrange);
		arranged = arranging;
		const place = await arranging;
		try {
			for (let setting = settings.shift(); setting; setting = settings.shift()) {
				const began = performance.now();
				const missed = new Set<Screen>();
				const miss: Walk['miss'] = ({ name }, screen, error) => {
					console.error(`${screen.name} ${name} is tried again: ${firstLine(error)}`);
					missed.add(screen);
					return Promise.resolve();
				};
				await walkThrough(place, { ...walking, miss }, setting);
				const sights = walking.sights.filter(({ screen }) => missed.has(screen));
				await walkThrough(place, { ...walking, sights }, setting);
				const seconds = Math.round((performance.now() - began) / 1000);
				console.log(`${nameOf(setting)}: ${String(seconds)} s`);
				await walking.passed(setting);
			}
		} finally {
			await place.stack.close();
		}
	});
	const ended = await Promise.allSettled(walkers);
	for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

export const firstLine = (error: unknown): string => String(error).split('\n', 1).join('');

async function walkThrough(place: Place, walking: Walk, setting: Setting): Promise<void> {
	const { browser } = walking;
	for (const by of ['visitor', 'newcomer', 'owner'] as const) {
		const arrive = (): Promise<Visitor> =>
			Visitor.arrive(
				browser,
				place.stack,
				setting,
				by === 'visitor' ? undefined : place.people[by],
			);
		const leave = async (visitor: Visitor): Promise<void> => {
			const state = await visitor.leave();
			if (by !== 'visitor') place.people[by] = state;
		};
		const sights = walking.sights
			.filter(({ screen }) => (screen.by ?? 'owner') === by)
			.map(({ screen, looks }) => ({
				screen,
				themes: looks.filter((look) => nameOf(look) === nameOf(setting)).map(({ theme }) => theme),
			}))
			.filter(({ themes }) => themes.length > 0);
		const together = sights.filter(({ screen }) => screen.isApart !== true);
		const apart = sights.filter(({ screen }) => screen.isApart === true);
		if (together.length > 0) {
			const visitor = await arrive();
			for (const { screen, themes } of together)
				await look(visitor, screen, { ...walking, themes });
			await leave(visitor);
		}
		for (const { screen, themes } of apart) {
			const visitor = await arrive();
			await look(visitor, screen, { ...walking, themes });
			await leave(visitor);
			// What was begun in a browser that is closed would be shown in the next.
			if (by === 'owner') await place.tidy();
		}
	}
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
		await miss(visitor, screen, error);
	}
}
