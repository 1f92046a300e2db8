import JsonTree from '$lib/components/gallery/JsonTree.svelte';
import MarkdownNodes from '$lib/components/gallery/MarkdownNodes.svelte';
import TableView from '$lib/components/gallery/TableView.svelte';
import { colourCode } from '$lib/gallery/colour-code';
import { nodeOf, nodesBelow, parsedJson } from '$lib/gallery/json-node';
import { readMarkdown } from '$lib/gallery/read-markdown';
import { readTable } from '$lib/gallery/read-table';
import { BLOCK_MAX } from '$lib/gallery/text-blocks';
import { textForm } from '$lib/gallery/text-form';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

afterEach(cleanup);

const form = (name: string, contentType = 'application/octet-stream') =>
	textForm({ name, contentType });

describe('what a text is besides its characters', () => {
	it.each([
		['notes.md', { kind: 'markdown' }],
		['utf8-bom.csv', { kind: 'table' }],
		['data.JSON', { kind: 'json' }],
		['main.rs', { kind: 'code', language: 'rust' }],
		['Makefile', { kind: 'code', language: 'makefile' }],
		['script.svg', { kind: 'code', language: 'xml' }],
		['app.log', { kind: 'plain' }],
	])('is told by the name: %s', (name, expected) => {
		expect(form(name)).toEqual(expected);
	});

	it('is told by the type where the name says nothing', () => {
		expect(form('export', 'text/csv; charset=utf-8')).toEqual({ kind: 'table' });
		expect(form('export', 'text/plain')).toEqual({ kind: 'plain' });
	});
});

describe('Markdown', () => {
	const show = (text: string) =>
		render(MarkdownNodes, { nodes: readMarkdown(text).children }).container;

	it('has its headings, lists, tables and links', () => {
		const page = show(
			'# Grüße\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[site](https://a.test)',
		);

		expect(page.querySelector('h1')?.textContent).toBe('Grüße');
		expect(page.querySelector<HTMLInputElement>('li input')?.checked).toBe(true);
		expect(Array.from(page.querySelectorAll('td'), (cell) => cell.textContent)).toEqual(['1', '2']);
		expect(page.querySelector('a')?.getAttribute('rel')).toContain('noopener');
	});

	it.each([
		'<script>document.title = "taken over"</script>',
		'<img src=x onerror="alert(1)">',
		'[press](javascript:alert(1))',
		'![seen](https://spy.test/pixel.png)',
		'<a href="javascript:alert(1)">press</a>',
		'[press](data:text/html,<script>alert(1)</script>)',
	])('runs nothing and asks for nothing: %s', (text) => {
		const page = show(text);

		expect(page.querySelector('script, img, a, iframe, [onerror]')).toBeNull();
		expect(page.textContent.trim()).not.toBe('');
	});
});

describe('a table', () => {
	it('passes over the mark at its beginning, and guesses what separates its cells', async () => {
		const cases = await readFile(join(import.meta.dirname, 'texts/utf8-bom.csv'), 'utf8');

		expect(cases).toMatch(/^\uFEFF/);
		expect(readTable(cases)[0]?.[0]).not.toMatch(/^\uFEFF/);
		expect(readTable('Müller;5,00 €\nMaier;6,00 €')).toEqual([
			['Müller', '5,00 €'],
			['Maier', '6,00 €'],
		]);
		expect(readTable('a\t"b\nc"\n')).toEqual([['a', 'b\nc']]);
	});

	it('has its first rows in the page, and more when it is scrolled', async () => {
		const rows = Array.from({ length: 1000 }, (_, index) => [`row ${String(index)}`, 'x']);
		render(TableView, { rows });

		expect(screen.getAllByRole('row')).toHaveLength(200);
		expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
			'row 0',
			'x',
		]);
		await fireEvent.scroll(screen.getByRole('region'));
		await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(400));
	});
});

describe('JSON', () => {
	it('keeps numbers as they stand in the text, and clips what would take seconds to lay out', () => {
		const value = parsedJson(
			`\uFEFF{"id": 12345678901234567890, "long": "${'x'.repeat(1_000_000)}"}`,
		);
		const [id, long] = nodesBelow(value, { path: [], from: 0 });

		expect(id).toMatchObject({ key: 'id', kind: 'number', words: '12345678901234567890' });
		expect(long?.words.length).toBeLessThan(3000);
	});

	it('gives what lies in a list a hundred at a time', () => {
		const value = { list: Array.from({ length: 250 }, (_, index) => index) };

		expect(nodesBelow(value, { path: [0], from: 200 }).map(({ words }) => words)).toEqual(
			Array.from({ length: 50 }, (_, index) => String(200 + index)),
		);
		expect(nodesBelow(value, { path: [0], from: 0 })).toHaveLength(100);
	});

	it('is folded below its first level, and unfolds by a press', async () => {
		const value = { inner: { deep: true }, list: Array.from({ length: 150 }, () => null) };
		const text = {
			nodes: (path: readonly number[], from: number) =>
				Promise.resolve(nodesBelow(value, { path, from })),
		};
		const { container } = render(JsonTree, { node: nodeOf(undefined, value), path: [], text });
		const toggle = (details: Element | undefined) => {
			if (!(details instanceof HTMLDetailsElement)) throw new Error('something that unfolds');
			details.open = true;
			return fireEvent(details, new Event('toggle'));
		};
		const [top] = container.querySelectorAll('details');

		await toggle(top);
		await screen.findByText('inner');
		expect(screen.queryByText('deep')).toBeNull();
		await toggle(container.querySelectorAll('details')[1]);
		await screen.findByText('deep');
		await toggle(container.querySelectorAll('details')[2]);
		await fireEvent.click(await screen.findByRole('button', { name: 'Show more of 50 values' }));
		await waitFor(() => expect(screen.getAllByText('null')).toHaveLength(150));
	});

	it('that is none is refused, to be shown as text', () => {
		expect(() => parsedJson('{"a": ')).toThrow(SyntaxError);
	});
});

describe('code', () => {
	it('has the roles of its parts, and every character it had', () => {
		const code = 'const a = "b"; // c\n'.repeat(2000);
		const blocks = colourCode(code, 'typescript') ?? [];

		expect(
			blocks
				.flat()
				.map(({ text }) => text)
				.join(''),
		).toBe(code);
		expect(blocks[0]?.slice(0, 5).map(({ text, role }) => [text, role])).toContainEqual([
			'const',
			'keyword',
		]);
		for (const block of blocks) {
			expect(block.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(BLOCK_MAX);
		}
	});

	it('with endless lines, or of a language that is not known, is shown as it is', () => {
		expect(colourCode('x'.repeat(200_000), 'javascript')).toBeUndefined();
		expect(colourCode('a', 'klingon')).toBeUndefined();
	});
});
