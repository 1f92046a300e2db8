import type { FileOfKind } from './kinds.ts';
import { everyLanguage, everyTheme, type Rows } from './looks.ts';
import type { Screen } from './screen.ts';
import { screenOfFile, screens } from './screens.ts';

/** One file of docs/screens. */
export interface Sheet {
	readonly file: string;
	readonly title: string;
	readonly screen: Screen;
	readonly rows: Rows;
	/** Of its pictures, in pixels. */
	readonly height: number;
}

/** Of a picture of the window, of much of it in every language, and of all that scrolls. */
const HEIGHT = 560;
const SMALL_HEIGHT = 440;
const WHOLE_HEIGHT = 1200;

export function listSheets(files: readonly FileOfKind[]): readonly Sheet[] {
	return [
		...screens.flatMap((screen) => [
			sheet(screen, screen.name, screen.title, everyTheme),
			sheet(
				screen,
				`${screen.name}-languages`,
				`${screen.title}: German; 40 % longer and right to left, light and dark`,
				everyLanguage,
			),
		]),
		...files.map(({ name }) => {
			const screen = screenOfFile(name);
			return sheet(screen, screen.name, `A file: ${name}`, everyTheme);
		}),
	];
}

function sheet(screen: Screen, file: string, title: string, rows: Rows): Sheet {
	const height = screen.isWhole ? WHOLE_HEIGHT : rows === everyTheme ? HEIGHT : SMALL_HEIGHT;
	return {
		file,
		title,
		screen,
		rows: rows.map((row) => row.filter((look) => screen.only?.(look) ?? true)),
		height,
	};
}

/** The page that shows all of them. */
export function pageOf(sheets: readonly Sheet[]): string {
	const parts = sheets.map(({ file, title }) => `## ${title}\n\n![${title}](${file}.webp)\n`);
	return `# What it looks like

Drawn by \`npm run screens\` from a running vault: at 390, 768 and 1440 px, light above dark; in German, and in both themes in a language that is
40 % longer (every letter that is not pseudo stands outside the catalogue), and from right to left.

${parts.join('\n')}`;
}
