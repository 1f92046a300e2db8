/** `npm run screens`: see `HELP`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright';
import { BROWSERS, findProgram } from '../../local/setup/programs.js';
import { startStack, type Stack } from '../support/stack.ts';
import { filesOfEveryKind, type FileOfKind } from './kinds.ts';
import { everyLanguage, everyTheme, nameOf, type Look } from './looks.ts';
import { screenOfFile, screens, type Screen } from './screens.ts';
import { sheetOf } from './sheets.ts';
import { fillForScreens } from './vault.ts';
import { Visitor } from './visitor.ts';
import { wordsOf } from './words.ts';

const HELP = `Usage: npm run screens [-- OPTIONS]

Walks through a vault of its own with a real browser and keeps what it looks like in docs/screens: every screen
at 390, 768 and 1440 px, light and dark, in German, in what is 40 % longer, and from right to left;
and the viewer with a file of every kind. Takes about a quarter of an hour.

  --only NAMES  screens whose names begin so, with commas between them (file- for the kinds)
  --out DIR     another directory than docs/screens; --raw keeps the single pictures there too, and what was seen where a screen was not reached
  --help        this text

Example: npm run screens -- --only gallery`;

const ROOT = join(import.meta.dirname, '../..');

interface Sheet {
	readonly file: string;
	readonly title: string;
	readonly screen: Screen;
	readonly rows: readonly (readonly Look[])[];
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', default: '' },
			out: { type: 'string', default: join(ROOT, 'docs/screens') },
			raw: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const files = await filesOfEveryKind();
	const sheets = [
		...screens.flatMap((screen) => [
			{ file: screen.name, title: screen.title, screen, rows: everyTheme },
			{
				file: `${screen.name}-languages`,
				title: `${screen.title}: German, 40 % longer, right to left`,
				screen,
				rows: everyLanguage,
			},
		]),
		...files.map(({ name }) => {
			const screen = screenOfFile(name);
			return { file: screen.name, title: `A file: ${name}`, screen, rows: everyTheme };
		}),
	].filter(({ file }) => values.only.split(',').some((name) => file.startsWith(name)));
	await mkdir(values.out, { recursive: true });

	const stack = await startStack({ site: true });
	const executablePath = findProgram(BROWSERS);
	const browser = await chromium.launch({
		...(executablePath !== undefined && { executablePath }),
		args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
		env: { ...process.env, LC_ALL: 'C.UTF-8' },
	});
	try {
		const shots = await walk(browser, stack, sheets, files);
		if (values.raw)
			for (const [name, png] of shots) await writeFile(join(values.out, `${name}.png`), png);
		for (const { file, screen, rows } of sheets) {
			const pictures = rows
				.map((row) => row.flatMap((look) => shots.get(shotName(screen, look)) ?? []))
				.filter((row) => row.length > 0);
			if (pictures.length === 0) continue;
			await writeFile(join(values.out, `${file}.webp`), await sheetOf(browser, pictures));
		}
		if (values.only === '') await writeFile(join(values.out, 'README.md'), pageOf(sheets));
	} finally {
		await browser.close();
		await stack.close();
	}
}

const shotName = (screen: Screen, look: Look): string => `${screen.name}-${nameOf(look)}`;

/** Every screen with every look that a sheet asks for. One that cannot be reached is told, and the walk goes on. */
async function walk(
	browser: Browser,
	stack: Stack,
	sheets: readonly Sheet[],
	files: readonly FileOfKind[],
): Promise<ReadonlyMap<string, Buffer>> {
	const person = await fillForScreens(stack, browser, files);
	const looks = new Map(
		sheets.flatMap(({ rows }) => rows.flat()).map((look) => [nameOf(look), look]),
	);
	const shots = new Map<string, Buffer>();
	for (const look of looks.values()) {
		const wanted = sheets.filter(({ rows }) => rows.flat().includes(look));
		const visitor = await Visitor.arrive(browser, stack.siteUrl, look, wordsOf(look.language));
		const take = async (screen: Screen): Promise<void> => {
			if (screen.only?.(visitor) === false) return;
			try {
				await screen.open(visitor);
				await visitor.settled();
				const png = await visitor.page.screenshot({ fullPage: screen.isWhole ?? false });
				shots.set(shotName(screen, look), png);
			} catch (error) {
				process.exitCode = 1;
				shots.set(`${shotName(screen, look)}-failed`, await visitor.page.screenshot());
				console.error(`${shotName(screen, look)}: ${String(error).split('\n', 3).join(' ')}`);
			}
		};
		const [outside, inside] = [
			wanted.filter(({ screen }) => screen.isPublic),
			wanted.filter(({ screen }) => !screen.isPublic),
		];
		for (const { screen } of outside) await take(screen);
		await visitor.signIn(person);
		for (const { screen } of inside) await take(screen);
		await visitor.page.context().close();
		console.log(`${nameOf(look)}: ${String(wanted.length)} screens`);
	}
	return shots;
}

function pageOf(sheets: readonly Sheet[]): string {
	const parts = sheets.map(({ file, title }) => `## ${title}\n\n![${title}](${file}.webp)\n`);
	return `# What it looks like

Drawn by \`npm run screens\` from a running vault: at 390, 768 and 1440 px, light above dark; in German, in a language that is
40 % longer (every letter that is not pseudo stands outside the catalogue), and from right to left.

${parts.join('\n')}`;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
