/** `npm run screens`: see `HELP`. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { BROWSERS, findProgram } from '../../local/setup/programs.js';
import { buildSite, packageFunctions } from '../../local/stack/build.ts';
import { startStack } from '../support/stack.ts';
import { drawing } from './draw.ts';
import { Kept } from './kept.ts';
import { filesOfEveryKind } from './kinds.ts';
import { everyMeasured, type Look } from './looks.ts';
import { listSheets, pageOf } from './sheet-list.ts';
import { telling } from './tell.ts';
import { fillForScreens } from './vault.ts';
import { firstLine, walk, type Walk } from './walk.ts';

const HELP = `Usage: npm run screens [-- OPTIONS]

Walks through a vault of its own with a real browser and keeps what it looks like in docs/screens: every screen
at 390, 768 and 1440 px, light and dark, in German, in what is 40 % longer, and from right to left;
and the viewer with a file of every kind. What is seen is kept at once: a walk that was stopped goes on where it was,
as long as nothing has changed. Ends with 1 where a screen was not reached.

With --measure it draws nothing, and tells of every screen from 320 px on and at 200 %, in both made-up languages and themes,
which words are cut, what lies outside or over something else, what a finger misses, and what axe finds.

  --only NAMES       screens whose names begin so, with commas between them (file- for the kinds)
  --languages NAMES  of en, de, en-XA and ar-XB
  --widths NUMBERS   of 390, 768 and 1440; with --measure also 320, 640 (1280 at 200 %) and 1024
  --themes NAMES     of light and dark
  --walkers N        how many walk side by side, each in a vault of its own; else as many as there are processors, and at most 3
  --out DIR          another directory than docs/screens
  --kept DIR         keeps single pictures there, and takes what lies there for what is seen, whatever has changed since
  --anew             forgets what is kept
  --measure          tells what is wrong instead
  --help             this text

Example: npm run screens -- --only gallery
         npm run screens -- --measure --widths 320,640`;

const ROOT = join(import.meta.dirname, '../..');
const MOST_WALKERS = 3;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', default: '' },
			languages: { type: 'string', default: '' },
			widths: { type: 'string', default: '' },
			themes: { type: 'string', default: '' },
			walkers: { type: 'string' },
			out: { type: 'string', default: join(ROOT, 'docs/screens') },
			kept: { type: 'string' },
			anew: { type: 'boolean', default: false },
			measure: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const isAsked = ({ language, width, theme }: Look): boolean =>
		isOneOf(values.languages, language) &&
		isOneOf(values.widths, String(width)) &&
		isOneOf(values.themes, theme);
	await packageFunctions({ root: ROOT, log: console.log });
	await buildSite({ root: ROOT, log: console.log });
	const kept = values.kept
		? await Kept.in(values.kept)
		: await Kept.ofSources(ROOT, { anew: values.anew });
	const files = await filesOfEveryKind();
	const all = listSheets(files);
	const sheets = all.filter(({ file }) =>
		values.only.split(',').some((name) => file.startsWith(name)),
	);
	const executablePath = findProgram(BROWSERS);
	const browser = await chromium.launch({
		...(executablePath !== undefined && { executablePath }),
		args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
		env: { ...process.env, LC_ALL: 'C.UTF-8' },
	});
	const missed: string[] = [];
	const given = {
		browser,
		walkers: Number(values.walkers ?? Math.min(availableParallelism(), MOST_WALKERS)),
		arrange: async () => {
			const stack = await startStack({ site: false }); // built above
			try {
				return await fillForScreens(stack, browser, files);
			} catch (error) {
				await stack.close();
				throw error;
			}
		},
		miss: async ({ page, name }, screen, error) => {
			const missing = `${screen.name} ${name}`;
			missed.push(missing);
			console.error(`${missing} is not reached: ${firstLine(error)}`);
			await kept.keep(`${screen.name}-${name}-missed.png`, await page.screenshot());
		},
	} satisfies Omit<Walk, 'sights' | 'see' | 'passed'>;
	const only = (sights: Walk['sights']): Walk['sights'] =>
		sights
			.map(({ screen, looks }) => ({ screen, looks: looks.filter(isAsked) }))
			.filter(({ looks }) => looks.length > 0);
	try {
		if (values.measure) {
			const screens = [...new Map(sheets.map(({ screen }) => [screen.name, screen])).values()];
			const telled = telling(screens, everyMeasured.flat().filter(isAsked), kept);
			await walk({ ...given, ...telled, sights: only(telled.sights) });
			for (const line of await telled.told()) console.log(line);
		} else {
			const drawn = drawing({ sheets, kept, out: values.out }, browser);
			await walk({ ...given, ...drawn, sights: only(drawn.sights) });
			await drawn.drawWhole();
			const there = all.filter(({ file }) => existsSync(join(values.out, `${file}.webp`)));
			await writeFile(join(values.out, 'README.md'), pageOf(there));
		}
	} finally {
		await browser.close();
	}
	if (missed.length === 0) return;
	console.error(`Not reached: ${missed.join(', ')}.`);
	process.exitCode = 1;
}

const isOneOf = (names: string, name: string): boolean =>
	names === '' || names.split(',').includes(name);

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
