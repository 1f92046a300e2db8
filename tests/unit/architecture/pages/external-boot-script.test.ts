import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { externalBootScript } from '../../../../external-boot-script.js';

/** What the page becomes, and its scripts in the order in which it names them. */
async function adapted(html: string, list: readonly string[], gallery: readonly string[] = []) {
	const pages = await mkdtemp(join(tmpdir(), 'cloudvault-pages-'));
	onTestFinished(() => rm(pages, { recursive: true }));
	await mkdir(join(pages, 'immutable'));
	const report = join(pages, 'report.json');
	await writeFile(report, JSON.stringify({ filesAhead: { list, gallery } }));
	const spoken = { de: { ending: '.de.js', files: ['speaking.js'] } };
	await writeFile(join(pages, 'languages.json'), JSON.stringify(spoken));
	const adapter = externalBootScript(
		{ name: 'test', adapt: () => writeFile(join(pages, 'index.html'), html) },
		{ pages, fallback: 'index.html', report },
	);
	await adapter.adapt({ getAppPath: () => '.' } as Parameters<typeof adapter.adapt>[0]);
	const page = await readFile(join(pages, 'index.html'), 'utf8');
	const scripts = await Promise.all(
		Array.from(page.matchAll(/src="([^"]+)"/g), ([, path = '']) =>
			readFile(join(pages, path), 'utf8'),
		),
	);
	return { page, scripts };
}

const AHEAD =
	'ask([/* files of the list: external-boot-script.js */], [/* files of the gallery: external-boot-script.js */])';

/** What the first script asks for on a page in this language. */
function askedBy(
	scripts: readonly string[],
	lang = 'en',
	page: 'list' | 'gallery' = 'list',
): unknown {
	const ask = vi.fn();
	runInNewContext(scripts[0] ?? '', { document: { documentElement: { lang } }, ask });
	return ask.mock.calls[0]?.[page === 'list' ? 0 : 1];
}

test('leaves no script in the page', async () => {
	const { page, scripts } = await adapted(`<script>${AHEAD}</script><script>boot()</script>`, []);

	expect(page).not.toContain('<script>');
	expect(scripts).toEqual([expect.stringContaining('ask('), expect.stringContaining('boot(')]);
});

test('asks ahead for the files of the list that the page does not name', async () => {
	const page = `<script>${AHEAD}</script><link href="/base.js" rel="modulepreload">`;

	const { scripts } = await adapted(page, ['list.js', 'base.js', 'list.css']);

	expect(askedBy(scripts)).toEqual(['/list.js', '/list.css']);
});

test('asks ahead for the files of the gallery', async () => {
	const { scripts } = await adapted(`<script>${AHEAD}</script>`, ['list.js'], ['grid.js']);

	expect(askedBy(scripts, 'en', 'gallery')).toEqual(['/grid.js']);
});

test('asks ahead for what is said in the language of the page, named by it in English or not', async () => {
	const page = `<script>${AHEAD}</script><link href="/speaking.js" rel="modulepreload">`;

	const { scripts } = await adapted(page, ['speaking.js', 'list.js']);

	expect(askedBy(scripts, 'de-CH')).toEqual(['/speaking.de.js', '/list.js']);
	expect(askedBy(scripts, 'en')).toEqual(['/speaking.js', '/list.js']);
});

test('asks in the language that the same script chooses', async () => {
	const choice = "document.documentElement.lang = 'de';";

	const { scripts } = await adapted(`<script>${choice}${AHEAD}</script>`, ['speaking.js']);

	expect(askedBy(scripts)).toEqual(['/speaking.de.js']);
});

test('stops the build of a page that asks for none', async () => {
	await expect(adapted('<script>boot()</script>', ['list.js'])).rejects.toThrow(
		'does not ask for the files of the list',
	);
});
