import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/**
 * Wraps a SvelteKit adapter: the inline scripts of the fallback page go into files named by their
 * content, so that the site's Content-Security-Policy can say `script-src 'self'` and allow no inline script.
 * The files are classic scripts: they run where they stand, as the inline ones did.
 *
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @param {{ fallback: string, pages: string }} options `pages` is the folder the adapter writes to.
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function externalBootScript(adapter, { fallback, pages }) {
	return {
		...adapter,
		async adapt(builder) {
			await adapter.adapt(builder);
			const page = join(pages, fallback);
			const html = await readFile(page, 'utf8');
			const moved = [];
			const external = html.replaceAll(INLINE_SCRIPT, (_, script) => {
				const hash = createHash('sha256').update(script).digest('base64url').slice(0, 8);
				const path = `${builder.getAppPath()}/immutable/boot.${hash}.js`;
				moved.push(writeFile(join(pages, path), script));
				return `<script src="/${path}"></script>`;
			});
			if (moved.length === 0)
				throw new Error(`${page} has no inline script: is Kit's boot script elsewhere now?`);
			await Promise.all(moved);
			await writeFile(page, external);
		},
	};
}
