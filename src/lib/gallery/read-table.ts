import Papa from 'papaparse';

/** Cells of one table at most: more are no table for a screen. */
const ROWS_MAX = 100_000;
const COLUMNS_MAX = 200;
/** Characters of one cell. */
const CELL_MAX = 1000;

/** CSV or TSV as rows of cells; what separates them is guessed. */
export function readTable(text: string): readonly (readonly string[])[] {
	const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
		skipEmptyLines: true,
		preview: ROWS_MAX,
		// The first of those that do as well: with a semicolon, a comma is what some languages write fractions with.
		delimitersToGuess: ['\t', ';', '|', ','],
	});
	return data.map((row) =>
		row
			.slice(0, COLUMNS_MAX)
			.map((cell) => (cell.length > CELL_MAX ? `${cell.slice(0, CELL_MAX)}…` : cell)),
	);
}
