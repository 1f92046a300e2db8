/** `npm run screens`: see `HELP`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { BROWSERS, findProgram } from '../../local/setup/programs.js';
import { startStack } from '../support/stack.ts';
import { filesOfEveryKind } from './kinds.ts';
import { everyLanguage, everyMeasured, everyTheme, nameOf, type Look, type Rows } from './looks.ts';
import { measure } from './measure.ts';
import type { Screen } from './screen.ts';
import { screenOfFile, screens } from './screens.ts';
import { sheetOf } from './sheets.ts';
import { fillForScreens } from './vault.ts';
import { walk, type Walk } from './walk.ts';

const HELP = `Usage: npm run screens [-- OPTIONS]

Walks through a vault of its own with a real browser and keeps what it looks like in docs/screens: every screen
at 390, 768 and 1440 px, light and dark, in German, in what is 40 % longer, and from right to left;
and the viewer with a file of every kind. Takes about a quarter of an hour.

With --measure it draws nothing, and tells of every screen from 320 px on, in both made-up languages and themes, which
words are cut, what lies outside or over something else, what a finger misses, and what axe finds.

  --only NAMES  screens whose names begin so, with commas between them (file- for the kinds)
  --out DIR     another directory than docs/screens; --raw keeps the single pictures there too, and what was seen where a screen was not reached
  --measure     tells what is wrong instead
  --help        this text

Example: npm run screens -- --only gallery`;

const ROOT = join(import.meta.dirname, '../..');

/** Of the pictures on a sheet, in pixels: of the window, of much of it in every language, and of all that scrolls. */
const HEIGHT = 560;
const SMALL_HEIGHT = 440;
const WHOLE_HEIGHT = 1200;

interface Sheet {
	readonly file: string;
	readonly title: string;
	readonly screen: Screen;
	readonly rows: Rows;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', default: '' },
			out: { type: 'string', default: join(ROOT, 'docs/screens') },
			raw: { type: 'boolean', default: false },
			measure: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const files = await filesOfEveryKind();
	const sheets: readonly Sheet[] = [
		...screens.flatMap((screen) => [
			{ file: screen.name, title: screen.title, screen, rows: everyTheme },
			{
				file: `${screen.name}-languages`,
				title: `${screen.title}: German; 40 % longer and right to left, light and dark`,
				screen,
				rows: everyLanguage,
			},
		]),
		...files.map(({ name }) => {
			const screen = screenOfFile(name);
			return { file: screen.name, title: `A file: ${name}`, screen, rows: everyTheme };
		}),
	].filter(({ file }) => values.only.split(',').some((name) => file.startsWith(name)));
	const stack = await startStack({ site: true });
	const executablePath = findProgram(BROWSERS);
	const browser = await chromium.launch({
		...(executablePath !== undefined && { executablePath }),
		args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
		env: { ...process.env, LC_ALL: 'C.UTF-8' },
	});
	try {
		const people = await fillForScreens(stack, browser, files);
		const given = { browser, stack, people, sheets };
		if (values.measure) await tell(given);
		else await draw(given, values);
		if (values.only === '' && !values.measure)
			await writeFile(join(values.out, 'README.md'), pageOf(sheets));
	} finally {
		await browser.close();
		await stack.close();
	}
}

interface Given extends Pick<Walk, 'browser' | 'stack' | 'people'> {
	readonly sheets: readonly Sheet[];
}

async function draw(
	{ sheets, ...given }: Given,
	{ out, raw }: { readonly out: string; readonly raw: boolean },
): Promise<void> {
	await mkdir(out, { recursive: true });
	const shots = new Map<string, Buffer>();
	await walk({
		...given,
		sights: sheets.map(({ screen, rows }) => ({ screen, looks: rows.flat() })),
		see: async (visitor, screen, theme) => {
			const look = { ...visitor.setting, theme };
			shots.set(shotName(screen, look), await visitor.picture(screen.isWhole ?? false));
		},
		miss: async ({ page, name }, screen, error) => {
			shots.set(`${screen.name}-${name}-missed`, await page.screenshot());
			console.error(`${screen.name}-${name}: ${String(error).split('\n', 3).join(' ')}`);
		},
	});
	if (raw) for (const [name, png] of shots) await writeFile(join(out, `${name}.png`), png);
	for (const { file, screen, rows } of sheets) {
		const pictures = rows
			.map((row) => row.flatMap((look) => shots.get(shotName(screen, look)) ?? []))
			.filter((row) => row.length > 0);
		if (pictures.length === 0) continue;
		const height = screen.isWhole ? WHOLE_HEIGHT : rows === everyTheme ? HEIGHT : SMALL_HEIGHT;
		await writeFile(join(out, `${file}.webp`), await sheetOf(given.browser, pictures, height));
	}
}

const shotName = (screen: Screen, look: Look): string =>
	`${screen.name}-${nameOf(look)}-${look.theme}`;

async function tell({ sheets, ...given }: Given): Promise<void> {
	const found = new Map<string, string[]>();
	await walk({
		...given,
		sights: [...new Set(sheets.map(({ screen }) => screen))].map((screen) => ({
			screen,
			looks: everyMeasured.flat(),
		})),
		see: async ({ page, name, isPhone }, screen, theme) => {
			for (const line of await measure(page, isPhone)) {
				const key = `${screen.name}: ${line}`;
				found.set(key, [...(found.get(key) ?? []), `${name} ${theme}`]);
			}
		},
		miss: ({ name }, screen, error) => {
			console.error(`${screen.name} ${name}: ${String(error).split('\n', 1).join('')}`);
			return Promise.resolve();
		},
	});
	for (const [line, where] of found) console.log(`${line}\n    ${where.join(', ')}`);
}

function pageOf(sheets: readonly Sheet[]): string {
	const parts = sheets.map(({ file, title }) => `## ${title}\n\n![${title}](${file}.webp)\n`);
	return `# What it looks like

Drawn by \`npm run screens\` from a running vault: at 390, 768 and 1440 px, light above dark; in German, and in both themes in a language that is
40 % longer (every letter that is not pseudo stands outside the catalogue), and from right to left.

${parts.join('\n')}`;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
