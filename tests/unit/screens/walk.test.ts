import type { Browser } from 'playwright';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Look } from '../../screens/looks.ts';
import type { Screen } from '../../screens/screen.ts';
import type { Place } from '../../screens/vault.ts';
import { walk } from '../../screens/walk.ts';

const nothing = () => Promise.resolve();

/** Pages in which nothing happens. */
const browser = {
	newContext: () => {
		const context = {
			addInitScript: nothing,
			close: nothing,
			storageState: () => Promise.resolve({ cookies: [], origins: [] }),
			newPage: () => Promise.resolve(page),
		};
		const page = {
			setDefaultTimeout: vi.fn(),
			on: vi.fn(),
			emulateMedia: nothing,
			evaluate: nothing,
			context: () => context,
		};
		return Promise.resolve(context);
	},
} as unknown as Browser;

const looks: readonly Look[] = (['en', 'de'] as const).map((language) => ({
	language,
	width: 390,
	theme: 'light',
}));
const tidy = vi.fn(nothing);
const close = vi.fn(nothing);
const arrange = vi.fn(() =>
	Promise.resolve({
		stack: { siteUrl: '', s3Url: '', close },
		people: {},
		tidy,
	} as unknown as Place),
);
const see = vi.fn(nothing);
const miss = vi.fn(nothing);
const passed = vi.fn(nothing);

beforeEach(() => {
	vi.clearAllMocks();
	vi.spyOn(console, 'log').mockReturnValue();
	vi.spyOn(console, 'error').mockReturnValue();
});

const walkPast = (screen: Screen, walkers = 1) =>
	walk({ browser, sights: [{ screen, looks }], arrange, walkers, see, miss, passed });

test('tries what was not reached once more', async () => {
	const open = vi.fn(nothing).mockRejectedValueOnce(new Error('no such row'));

	await walkPast({ name: 'list', title: 'Files', open });

	expect(open).toHaveBeenCalledTimes(3);
	expect(see).toHaveBeenCalledTimes(2);
	expect(miss).not.toHaveBeenCalled();
});

test('tells what is not reached twice, and goes on', async () => {
	const open = vi.fn(nothing).mockRejectedValue(new Error('no such row'));

	await walkPast({ name: 'list', title: 'Files', open });

	expect(miss).toHaveBeenCalledTimes(2);
	expect(passed.mock.calls).toEqual(looks.map((look) => [look]));
	expect(close).toHaveBeenCalledOnce();
});

test('walks side by side in vaults of their own', async () => {
	await walkPast({ name: 'list', title: 'Files', open: nothing }, 3);

	expect(arrange).toHaveBeenCalledTimes(2);
	expect(close).toHaveBeenCalledTimes(2);
	expect(see).toHaveBeenCalledTimes(2);
});

test('tidies the vault after a screen that leaves something behind', async () => {
	await walkPast({ name: 'uploads', title: 'Uploads', isApart: true, open: nothing });

	expect(tidy).toHaveBeenCalledTimes(2);
});
