import adapter from '@sveltejs/adapter-static';
import { externalBootScript } from './external-boot-script.js';

const pages = 'build';
// Everything is rendered in the browser: one fallback page serves every address.
const fallback = 'index.html';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	compilerOptions: { runes: true },
	kit: {
		adapter: externalBootScript(adapter({ pages, fallback, precompress: false }), {
			pages,
			fallback,
			report: '.svelte-kit/site-report.json',
		}),
		// The version is the commit or build time; a tab left open for days reloads on navigation instead of failing.
		version: { pollInterval: 300_000 },
		// The vault registers it itself, when it is open: src/lib/app/keep-shell.ts.
		serviceWorker: { register: false },
	},
};

export default config;
