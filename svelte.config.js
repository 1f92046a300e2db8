import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	compilerOptions: { runes: true },
	kit: {
		// Everything is rendered in the browser: one fallback page serves every address.
		adapter: adapter({ fallback: 'index.html', precompress: false }),
		// The version is the commit or build time; a tab left open for days reloads on navigation instead of failing.
		version: { pollInterval: 300_000 },
		serviceWorker: { register: true },
	},
};

export default config;
