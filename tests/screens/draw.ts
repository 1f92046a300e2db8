import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import type { Kept } from './kept.ts';
import { nameOf, type Look } from './looks.ts';
import type { Screen } from './screen.ts';
import type { Sheet } from './sheet-list.ts';
import { sheetOf } from './sheets.ts';
import type { Sight, Walk } from './walk.ts';

const pictureOf = (screen: Screen, look: Look): string =>
	`${screen.name}-${nameOf(look)}-${look.theme}.png`;

/** Takes the pictures that are not kept yet, and puts them onto sheets as soon as all of one sheet are there. */
export function drawing(
	{ sheets, kept, out }: Drawn,
	browser: Browser,
): Pick<Walk, 'see' | 'passed'> & {
	readonly sights: readonly Sight[];
	readonly drawWhole: () => Promise<void>;
} {
	const left = new Set(sheets);
	const drawWhole = async (): Promise<void> => {
		await mkdir(out, { recursive: true });
		for (const sheet of left) {
			const { screen, rows } = sheet;
			const names = rows.map((row) => row.map((look) => pictureOf(screen, look)));
			if (!names.flat().every((name) => kept.has(name))) continue;
			left.delete(sheet);
			const pictures = await Promise.all(
				names.map((row) => Promise.all(row.map((name) => kept.read(name)))),
			);
			const webp = await sheetOf(browser, pictures, sheet.height);
			await writeFile(join(out, `${sheet.file}.webp`), webp);
		}
	};
	return {
		sights: sheets.map(({ screen, rows }) => ({
			screen,
			looks: rows.flat().filter((look) => !kept.has(pictureOf(screen, look))),
		})),
		see: async (visitor, screen, theme) => {
			const look = { ...visitor.setting, theme };
			await kept.keep(pictureOf(screen, look), await visitor.picture(screen.isWhole ?? false));
		},
		passed: drawWhole,
		drawWhole,
	};
}

export interface Drawn {
	readonly sheets: readonly Sheet[];
	readonly kept: Kept;
	readonly out: string;
}
