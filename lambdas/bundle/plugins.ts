import type { Plugin } from 'esbuild';
import { createRequire } from 'node:module';

/** From here on MySQL's numbers are messages of its own log, which no client is ever sent. */
const LOG_MESSAGES_FROM = 10_000;

/**
 * The driver carries the names of 5,500 errors, each twice, a fifth of a bundle. A function keeps those
 * that a server can answer with, each once.
 */
const errorNames: Plugin = {
	name: 'error-names',
	setup(build) {
		build.onLoad({ filter: /[\\/]mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/ }, ({ path }) => {
			const all = createRequire(import.meta.url)(path) as Readonly<Record<string, number | string>>;
			const names = Object.entries(all).filter(([number]) => Number(number) < LOG_MESSAGES_FROM);
			return {
				contents: `const names = ${JSON.stringify(Object.fromEntries(names))};
					for (const number in names) {
						exports[number] = names[number];
						exports[names[number]] = Number(number);
					}`,
			};
		});
	},
};

export default [errorNames];
