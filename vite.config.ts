import { sveltekit } from '@sveltejs/kit/vite';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { languages } from './architecture/languages/plugin.ts';
import { iconAlias } from './architecture/pages/icons.ts';
import { licences } from './architecture/pages/licences.ts';
import { pages } from './architecture/pages/plugin.ts';

const project = import.meta.dirname;
// For tests and screens: local/stack/build.ts sets it, and a deployment has none of them.
const speech = languages(project, { madeUp: Boolean(process.env.MADE_UP_LANGUAGES) });
const shipped = licences();

export default defineConfig({
	plugins: [speech, sveltekit(), pages(project), shipped.page],
	resolve: {
		alias: [
			iconAlias,
			{
				// Markdown is read in a worker, and what this package has for browsers asks the page's document for its entities.
				find: 'decode-named-character-reference',
				replacement: join(project, 'node_modules/decode-named-character-reference/index.js'),
			},
		],
	},
	// `npm run build` names NODE_ENV itself: within a test the site would be one for development.
	build: {
		// Browsers that know light-dark(): translated for older ones, a dark surface on a light page turns light.
		cssTarget: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
	},
	// A worker loads what decodes papers and HEIC when it meets the first of them; only modules can do that.
	worker: { format: 'es', plugins: () => [shipped.worker] },
	test: {
		projects: [
			{
				extends: true,
				// Without the browser condition Svelte resolves to its server build and effects never run.
				resolve: { conditions: ['browser'] },
				test: {
					name: 'web',
					environment: 'jsdom',
					setupFiles: ['tests/support/web-crypto.ts', 'tests/support/web-patience.ts'],
					// One jsdom for each worker, and a context of its own for each file: a fifth of the time.
					pool: 'vmThreads',
					testTimeout: 30_000, // as below
					include: ['tests/unit/src/**/*.test.ts'],
					exclude: ['tests/unit/src/lib/contract/**'],
				},
			},
			{
				test: {
					name: 'node',
					environment: 'node',
					// Properties try hundreds of inputs: on a busy machine that takes its time.
					testTimeout: 30_000,
					// The files of one worker load TypeScript, the SDK and the template once: they take 0.6 of the time. So they
					// undo what they stub, and what is tested with a mocked module is imported by that file alone.
					isolate: false,
					include: [
						'tests/unit/src/lib/contract/**/*.test.ts',
						'tests/unit/lambdas/**/*.test.ts',
						'tests/unit/local/**/*.test.ts',
						'tests/unit/architecture/**/*.test.ts',
						'tests/unit/docs/**/*.test.ts',
						'tests/unit/screens/**/*.test.ts',
						'tests/unit/seed/**/*.test.ts',
						'tests/unit/support/**/*.test.ts',
						'tests/iac/**/*.test.ts',
					],
				},
			},
			{
				test: {
					name: 'integration',
					environment: 'node',
					include: [
						'tests/integration/**/*.test.ts',
						'tests/faults/**/*.test.ts',
						'tests/campaigns/**/*.test.ts',
					],
					globalSetup: 'tests/support/run-database.ts',
					// Each file starts its own servers; two cores do not carry more than one at a time.
					fileParallelism: false,
					isolate: false, // as above: small files take two thirds of the time
					testTimeout: 30_000,
					hookTimeout: 240_000,
				},
			},
		],
	},
});
