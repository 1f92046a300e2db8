import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseCss, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

const SIDE =
	/^(?:(?:scroll-)?(?:margin|padding)-|border-)?(?:left|right)\b|-(?:left|right)-radius$/;
const ALIGNED = /^(?:text-align|float|clear)$/;
const FOUR_SIDES = /^(?:(?:scroll-)?(?:margin|padding)|inset|border-(?:color|style))$/;

/** The words of a value; what stands in brackets is one. */
function words(value: string): readonly string[] {
	return (
		value
			.replace('!important', '')
			.match(/(?:[^\s(]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g) ?? []
	);
}

/** True for what names left and right where it means the start and the end of a line: it does not turn with the text. */
function isPhysical(property: string, value: string): boolean {
	const [first, second, third, fourth] = words(value);
	if (FOUR_SIDES.test(property)) return fourth !== undefined && second !== fourth;
	if (property === 'border-radius')
		return second !== undefined && (first !== second || third !== fourth);
	return SIDE.test(property) || (ALIGNED.test(property) && /\b(?:left|right)\b/.test(value));
}

type Styles = Pick<AST.CSS.StyleSheetBase, 'children'> | AST.CSS.Block['children'][number];

function declarationsIn(styles: Styles): readonly AST.CSS.Declaration[] {
	if ('property' in styles) return [styles];
	const within: readonly Styles[] =
		'children' in styles ? styles.children : (styles.block?.children ?? []);
	return within.flatMap(declarationsIn);
}

/** Like `margin-left: 4px`, in the order of the file. */
function physicalIn(styles: Styles | null): readonly string[] {
	return (styles === null ? [] : declarationsIn(styles))
		.filter(({ property, value }) => isPhysical(property, value))
		.map(({ property, value }) => `${property}: ${value}`);
}

const stylesOf = (file: string, source: string): Styles | null =>
	file.endsWith('.css') ? parseCss(source) : parse(source, { modern: true }).css;

describe('a style', () => {
	it('names no left and no right in any source, but the start and the end of a line', () => {
		const files = globSync('src/**/*.{svelte,css}', { cwd: ROOT });
		const found = files.flatMap((file) =>
			physicalIn(stylesOf(file, readFileSync(join(ROOT, file), 'utf8'))).map(
				(declaration) => `${file}: ${declaration}`,
			),
		);

		expect(files.length).toBeGreaterThan(100);
		expect(found, 'See docs/architecture.md, “Languages”.').toEqual([]);
	});

	it('knows no part by its words: they are others in another language', () => {
		const styles = /<style[\s\S]*<\/style>/;
		const found = globSync('src/**/*.svelte', { cwd: ROOT }).filter((file) =>
			/\[(?:aria-label|title|placeholder|alt)[~|^$*]?=/.test(
				styles.exec(readFileSync(join(ROOT, file), 'utf8'))?.[0] ?? '',
			),
		);

		expect(found).toEqual([]);
	});

	it.each([
		'margin-left: 1px',
		'scroll-padding-right: 1px',
		'border-left-color: red',
		'border-top-right-radius: 1px',
		'left: 0',
		'text-align: right',
		'padding: 0 calc(1px + max(2px, var(--x))) 0 0',
		'inset: auto 0 0 50%',
		'border-radius: 1px 2px',
	])('is found out by “%s”', (declaration) => {
		expect(physicalIn(parseCss(`@media print { a { ${declaration} } }`))).toEqual([declaration]);
	});

	it.each([
		'margin-inline-start: 1px',
		'text-align: start',
		'padding: 0 calc(1px + 2px) 3px calc(1px + 2px)',
		'inset: auto 0 0',
		'border-radius: var(--radius-xl) var(--radius-xl) 0 0',
	])('may say “%s”', (declaration) => {
		expect(physicalIn(parseCss(`a { ${declaration} }`))).toEqual([]);
	});
});
