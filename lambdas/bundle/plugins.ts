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

/**
 * All functions are wired in one file, and a bundler must keep what it imports, used or not, unless it
 * hears that loading it does nothing. Of the driver and of what stands on it we know that.
 */
const databaseWhereUsed: Plugin = {
	name: 'database-where-used',
	setup(build) {
		build.onResolve({ filter: /^mysql2(\/|$)|\/mysql-catalog\// }, async (asked) => {
			if (asked.pluginData === 'resolved') return undefined;
			const { path, kind, importer, resolveDir } = asked;
			const options = { kind, importer, resolveDir, pluginData: 'resolved' };
			return { ...(await build.resolve(path, options)), sideEffects: false };
		});
	},
};

export default [errorNames, databaseWhereUsed];
