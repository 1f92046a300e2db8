import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const AHEAD = join(import.meta.dirname, 'src/ahead.ts');
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;
const PRELOADED = /[\t ]*<link href="\/([^"]+)\.js" rel="modulepreload">\n?/g;
const BUILT = /(<script type="application\/json" id="built">)[\s\S]*?(?=<\/script>)/;
const LOADED = /import\("([^"]+)\.js"\)/g;

/**
 * Wraps a SvelteKit adapter: of the scripts of the fallback page the first stays in it, as `bootScript` has it, so that the site's
 * Content-Security-Policy can say `script-src 'self'` with one hash and allow no other inline script. What differs
 * from build to build stands in a block of JSON beside it. Kit's own script goes into a file named by its content, after the first
 * one: a browser whose policy is older or newer than the page refuses the one in the page and runs it there. All files
 * are loaded in the language that the page is in: see `architecture/languages/plugin.ts`.
 *
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @param {{ fallback: string, pages: string, report: string }} options `pages` is the folder the adapter writes to, `report` what
 * architecture/pages/plugin.ts tells of the build.
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function externalBootScript(adapter, { fallback, pages, report }) {
	return {
		...adapter,
		async adapt(builder) {
			await adapter.adapt(builder);
			const path = join(pages, fallback);
			const page = await readFile(path, 'utf8');
			const { filesAhead } = await readJson(report);
			const spoken = await readJson(join(pages, builder.getAppPath(), 'languages.json'));
			const [first = '', kit, ...more] = inlineScripts(page);
			if (kit === undefined || more.length > 0)
				throw new Error(`${path} has other inline scripts: is Kit's boot script elsewhere now?`);
			if (!BUILT.test(page)) throw new Error(`${path} has no place for what was built`);

			const inline = await bootScript(page);
			const external = await minified(`${first}\n${inLanguageOfPage(kit)}`);
			const hash = createHash('sha256').update(external).digest('base64url').slice(0, 8);
			const address = `${builder.getAppPath()}/immutable/boot.${hash}.js`;
			await writeFile(join(pages, address), external);

			const files = Array.from(page.matchAll(PRELOADED), ([, name]) => `${name}.js`);
			const styles = (/** @type {string} */ name) => page.includes(`"/${name}" rel="stylesheet"`);
			const further = Object.entries(filesAhead).map(([place, paths]) => [
				place,
				paths.filter((/** @type {string} */ path) => !styles(path)),
			]);
			const built = JSON.stringify(
				whatWasBuilt({ files, filesAhead: Object.fromEntries(further), spoken }),
			);
			await writeFile(
				path,
				page
					.replace(BUILT, (_, opening) => opening + built)
					.replace(PRELOADED, '')
					.replace(`<script>${first}</script>`, () => `<script>${inline}</script>`)
					.replace(`<script>${kit}</script>`, () => `<script src="/${address}"></script>`),
			);
		},
	};
}

/**
 * The script that stays in the page, as a browser gets it: the first of `src/app.html`, and `src/ahead.ts`. It is the same in each build of
 * the same sources.
 *
 * @param {string} html
 */
export async function bootScript(html) {
	const { outputFiles } = await build({
		entryPoints: [AHEAD],
		bundle: true,
		format: 'iife',
		write: false,
		// Whatever lies around: the policy of the site is made elsewhere than the page.
		tsconfigRaw: {},
	});
	return minified(`${inlineScripts(html)[0] ?? ''};\n${outputFiles[0].text}`);
}

/**
 * @param {string} html
 */
function inlineScripts(html) {
	return Array.from(html.matchAll(INLINE_SCRIPT), ([, script = '']) => script);
}

/**
 * @param {string} script
 */
async function minified(script) {
	const { code } = await transform(script, { minify: true });
	return code;
}

/**
 * What `src/app.html` reads under `built`. Files that are there once for each language stand without their ending.
 *
 * @param {{
 *   files: readonly string[],
 *   filesAhead: Readonly<Record<string, readonly string[]>>,
 *   spoken: Readonly<Record<string, { readonly ending: string, readonly files: readonly string[] }>>,
 * }} build
 */
function whatWasBuilt({ files, filesAhead, spoken }) {
	const speaking = new Set(Object.values(spoken).flatMap((language) => language.files));
	/** @param {readonly string[]} paths */
	const addresses = (paths) =>
		paths.map((path) => `/${speaking.has(path) ? path.replace(/\.js$/, '') : path}`);
	const further = Object.entries(filesAhead).map(([place, paths]) => [place, addresses(paths)]);
	const endings = Object.entries(spoken).map(([language, { ending }]) => [language, ending]);
	return {
		endings: Object.fromEntries(endings),
		files: addresses(files),
		filesAhead: Object.fromEntries(further),
	};
}

/**
 * @param {string} script
 */
function inLanguageOfPage(script) {
	return script.replaceAll(LOADED, 'import("$1" + document.documentElement.dataset.ending)');
}

/**
 * @param {string} path
 */
async function readJson(path) {
	return JSON.parse(await readFile(path, 'utf8'));
}
