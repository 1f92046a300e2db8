import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { bootScript, externalBootScript } from '../../../../external-boot-script.js';

const BUILT = '<script type="application/json" id="built">{}</script>';
const FIRST = '<script>first ( )</script>';
const KIT = '<script>import("/start.js")</script>';

/** What the page becomes, what it tells of the build, and the script that it names. */
async function adapted(html: string, filesAhead: Readonly<Record<string, readonly string[]>> = {}) {
	const pages = await mkdtemp(join(tmpdir(), 'cloudvault-pages-'));
	onTestFinished(() => rm(pages, { recursive: true }));
	await mkdir(join(pages, 'immutable'));
	const report = join(pages, 'report.json');
	await writeFile(report, JSON.stringify({ filesAhead }));
	const spoken = { de: { ending: '.de.js', files: ['speaking.js'] } };
	await writeFile(join(pages, 'languages.json'), JSON.stringify(spoken));
	const adapter = externalBootScript(
		{ name: 'test', adapt: () => writeFile(join(pages, 'index.html'), html) },
		{ pages, fallback: 'index.html', report },
	);
	await adapter.adapt({ getAppPath: () => '.' } as Parameters<typeof adapter.adapt>[0]);
	const page = await readFile(join(pages, 'index.html'), 'utf8');
	const [, built = ''] = /id="built">(.*?)</.exec(page) ?? [];
	const [, path = ''] = /src="([^"]+)"/.exec(page) ?? [];
	const external = await readFile(join(pages, path), 'utf8');
	return { page, built: JSON.parse(built) as unknown, external };
}

test('leaves the first script and what is asked ahead in the page as the policy knows it, and no other', async () => {
	const html = BUILT + FIRST + KIT;

	const { page } = await adapted(html);

	const inline = Array.from(page.matchAll(/<script>(.*?)<\/script>/gs), ([, script]) => script);
	expect(inline).toEqual([await bootScript(html)]);
	expect(inline[0]).toMatch(/^first\(\)[,;].*GetTokensFromRefreshToken/s);
});

test('runs the first script before the code of the page, where the policy refused it', async () => {
	const { external } = await adapted(BUILT + FIRST + KIT);

	expect(external).toMatch(/^first\(\)[,;]import\(/);
});

test('begins in the language of the page', async () => {
	const { external } = await adapted(BUILT + FIRST + KIT);

	const asked: unknown = runInNewContext(external.replace('import(', 'load('), {
		document: { documentElement: { dataset: { ending: '.de.js' } } },
		first: () => undefined,
		load: (path: string) => path,
	});
	expect(asked).toBe('/start.de.js');
});

test('tells the page what was built, and what is there once for each language', async () => {
	const links =
		'<link href="/speaking.js" rel="modulepreload"><link href="/base.css" rel="stylesheet">';

	const { built, page } = await adapted(links + BUILT + FIRST + KIT, {
		folders: ['list.js', 'speaking.js', 'base.css', 'list.css'],
	});

	expect(built).toEqual({
		endings: { de: '.de.js' },
		files: ['/speaking'],
		filesAhead: { folders: ['/list.js', '/speaking', '/list.css'] },
	});
	expect(page).not.toContain('modulepreload');
});

test.each([BUILT + FIRST, BUILT + FIRST + FIRST + KIT])(
	'stops the build of a page with other scripts: %s',
	async (html) => {
		await expect(adapted(html)).rejects.toThrow('other inline scripts');
	},
);

test('stops the build of a page with no place for what was built', async () => {
	await expect(adapted(FIRST + KIT)).rejects.toThrow('no place for what was built');
});
