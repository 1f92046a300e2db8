import { describe, expect, it } from 'vitest';
import { overBudget } from '../../../../architecture/pages/budget.ts';
import { filesAhead, weighPages, type Site } from '../../../../architecture/pages/weights.ts';

/** Code that hardly compresses, and so weighs about as much as it is long. */
function code(bytes: number): string {
	let state = 1;
	const next = () => (state = (state * 48_271) % 2_147_483_647);
	return Array.from({ length: Math.ceil(bytes * 1.25) }, () =>
		String.fromCharCode(33 + (next() % 94)),
	).join('');
}

function file(fileName: string, imports: readonly string[] = [], bytes = 100) {
	return { fileName, imports, styles: [fileName.replace('.js', '.css')], code: code(bytes) };
}

const site: Site = {
	entries: ['start.js'],
	files: [
		file('start.js', ['svelte.js']),
		file('svelte.js'),
		file('root.js', ['svelte.js']),
		file('vault.js', ['svelte.js']),
		file('public.js'),
		file('list.js', ['rows.js']),
		file('rows.js', ['svelte.js']),
		file('trash.js', ['rows.js', 'purge.js']),
		file('purge.js'),
		file('sign-in.js'),
		// Loaded later, as no page imports it.
		file('viewer.js', ['zoom.js']),
		file('zoom.js'),
	],
	nodes: [
		{ fileName: 'root.js', route: '+layout.svelte' },
		{ fileName: 'vault.js', route: '(vault)/+layout.svelte' },
		{ fileName: 'public.js', route: '(public)/+layout.svelte' },
		{ fileName: 'list.js', route: '(vault)/folders/[[folderId]]/+page.svelte' },
		{ fileName: 'trash.js', route: '(vault)/trash/+page.svelte' },
		{ fileName: 'sign-in.js', route: '(public)/sign-in/+page.svelte' },
	],
};
const weightOf = (page: string) => weighPages(site).find((each) => each.page === page);

describe('the first list', () => {
	it('is told with all files that come before it: large ones, what starts, the rest, and their style sheets', () => {
		const large = file('rows.js', ['svelte.js'], 10_000);
		const files = [...site.files.filter(({ fileName }) => fileName !== 'rows.js'), large];

		const told = filesAhead({ ...site, files }).folders;

		expect(told.slice(0, 3).toSorted()).toEqual(['rows.js', 'start.js', 'svelte.js']);
		expect(told[0]).toBe('rows.js');
		expect(told.toSorted()).toEqual(
			['list', 'root', 'rows', 'start', 'svelte', 'vault'].flatMap((name) => [
				`${name}.css`,
				`${name}.js`,
			]),
		);
	});
});

describe('a page weighs', () => {
	it('itself, the layouts around it and all that these import, each once', () => {
		expect(weightOf('(public)/sign-in')?.files.toSorted()).toEqual([
			'public.js',
			'root.js',
			'sign-in.js',
			'start.js',
			'svelte.js',
		]);
		expect(weightOf('(vault)/trash')?.files.toSorted()).toEqual([
			'purge.js',
			'root.js',
			'rows.js',
			'start.js',
			'svelte.js',
			'trash.js',
			'vault.js',
		]);
	});

	it('beside the list only what the list has not loaded', () => {
		const whole = weightOf('(vault)/trash');
		const list = weightOf('(vault)/folders/[[folderId]]');

		expect(list?.bytesAfterList).toBe(0);
		expect(whole?.bytesAfterList).toBeGreaterThan(0);
		expect(whole?.bytesAfterList).toBeLessThan((whole?.bytes ?? 0) / 2);
	});

	it('nothing where an import leads to no file: that would hide its weight', () => {
		const torn = { ...site, files: site.files.filter(({ fileName }) => fileName !== 'rows.js') };

		expect(() => weighPages(torn)).toThrow('rows.js is imported and not built');
	});
});

describe('the budget', () => {
	const grown = (fileName: string, bytes: number) =>
		overBudget(
			weighPages({
				...site,
				files: site.files.map((each) =>
					each.fileName === fileName ? { ...each, code: code(bytes) } : each,
				),
			}),
		);

	it('is kept by small pages, and by what they load later', () => {
		expect(overBudget(weighPages(site))).toEqual([]);
		expect(grown('viewer.js', 500_000)).toEqual([]);
	});

	it.each([
		['sign-in.js', 70_000, '(public)/sign-in takes', 'it may take 60.0 kB'],
		['rows.js', 100_000, '(vault)/folders/[[folderId]] takes', 'it may take 90.0 kB'],
		['purge.js', 30_000, '(vault)/trash adds', 'it may add 25.0 kB'],
	])('is broken by %s of %d bytes', (fileName, bytes, page, allowed) => {
		const [sentence, ...others] = grown(fileName, bytes);

		expect(sentence).toContain(page);
		expect(sentence).toContain(allowed);
		expect(others).toEqual([]);
	});
});
