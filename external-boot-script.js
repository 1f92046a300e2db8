import { transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;
const LOADED = /import\("([^"]+)\.js"\)/g;
/** Stands in `src/app.html`, for each page of `filesAhead` in architecture/pages/weights.ts. */
const FILES_OF_PAGE = /\/\* files of the (\w+): external-boot-script\.js \*\//g;

/**
 * Wraps a SvelteKit adapter: the inline scripts of the fallback page go into files named by their
 * content, so that the site's Content-Security-Policy can say `script-src 'self'` and allow no inline script.
 * The files are classic scripts: they run where they stand, as the inline ones did. The one that asks ahead for the
 * files of the list or the gallery gets their addresses. What they load is said in the language that the page is in: see
 * `architecture/languages/plugin.ts`.
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
			const page = join(pages, fallback);
			const html = await readFile(page, 'utf8');
			const { filesAhead } = JSON.parse(await readFile(report, 'utf8'));
			const spoken = JSON.parse(
				await readFile(join(pages, builder.getAppPath(), 'languages.json'), 'utf8'),
			);
			const asked = Array.from(html.matchAll(FILES_OF_PAGE), ([, name = '']) => name);
			for (const name of Object.keys(filesAhead))
				if (!asked.includes(name))
					throw new Error(`${page} does not ask for the files of the ${name}`);
			const scripts = Array.from(html.matchAll(INLINE_SCRIPT), ([, script = '']) => script);
			if (scripts.length === 0)
				throw new Error(`${page} has no inline script: is Kit's boot script elsewhere now?`);
			let external = html;
			for (const script of scripts) {
				const asking = script.replace(FILES_OF_PAGE, (_, name) =>
					addressesOf(filesAhead[name] ?? [], { spoken, html }),
				);
				const { code } = await transform(inLanguageOfPage(asking, spoken), { minify: true });
				const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
				const path = `${builder.getAppPath()}/immutable/boot.${hash}.js`;
				await writeFile(join(pages, path), code);
				external = external.replace(
					`<script>${script}</script>`,
					`<script src="/${path}"></script>`,
				);
			}
			await writeFile(page, external);
		},
	};
}

/**
 * The members of an array: what the page names is on its way already, but in English alone.
 *
 * @param {readonly string[]} files
 * @param {{ spoken: Record<string, { readonly files: readonly string[] }>, html: string }} page
 */
function addressesOf(files, { spoken, html }) {
	const speaking = new Set(Object.values(spoken).flatMap((language) => language.files));
	return files
		.filter((file) => speaking.has(file) || !html.includes(file))
		.map((file) => (speaking.has(file) ? `"/${file.slice(0, -3)}" + ending()` : `"/${file}"`))
		.join(', ');
}

/**
 * `<html lang>` is `de-CH` where the language is `de`: a part of it may be enough.
 *
 * @param {string} script
 * @param {Record<string, { readonly ending: string }>} spoken as `_app/languages.json` has it
 */
function inLanguageOfPage(script, spoken) {
	const endings = Object.entries(spoken).map(([language, { ending }]) => [language, ending]);
	const loading = script.replaceAll(LOADED, 'import("$1" + ending())');
	if (!loading.includes(' + ending()')) return script;
	return `{
	const endings = ${JSON.stringify(Object.fromEntries(endings))};
	// Asked for late: the script may be the one that sets it.
	const ending = () => {
		const { lang } = document.documentElement;
		return endings[lang] ?? endings[lang.split('-', 1)[0]] ?? '.js';
	};
${loading}
}`;
}
