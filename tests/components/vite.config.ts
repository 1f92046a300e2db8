import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { iconAlias } from '../../architecture/pages/icons.ts';

const src = join(import.meta.dirname, '../../src');

/** The page of components stands beside the site, not in it: what people load carries nothing of it. */
export default defineConfig({
	root: import.meta.dirname,
	cacheDir: join(import.meta.dirname, '../../node_modules/.cache/components'),
	build: { outDir: join(import.meta.dirname, '../../node_modules/.cache/components-page') },
	plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
	resolve: { alias: [{ find: '$lib', replacement: join(src, 'lib') }, iconAlias] },
	server: { host: '127.0.0.1', fs: { allow: [join(src, '..')] } },
});
