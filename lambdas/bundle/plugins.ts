import type { Plugin, PluginBuild } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/**
 * The driver carries the names of 5,500 errors, each twice, a quarter of a bundle. A function keeps those
 * that the driver itself asks about; any other is called by its number, `ER_1064`. Ours go by the number.
 */
const errorNames: Plugin = {
	name: 'error-names',
	setup(build) {
		build.onLoad(
			{ filter: /[\\/]mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/ },
			async ({ path }) => {
				const pool = await readFile(join(dirname(path), '../base/pool.js'), 'utf8');
				const used = new Set(pool.match(/\bER_\w+/g));
				const all = createRequire(import.meta.url)(path) as Readonly<
					Record<string, number | string>
				>;
				const names = Object.entries(all).filter(([name]) => used.has(name));
				const numbers = names.map(([name, number]) => [number, name]);
				return {
					contents: `const known = ${JSON.stringify(Object.fromEntries([...names, ...numbers]))};
					module.exports = new Proxy(known, { get: (_, key) => known[key] ?? 'ER_' + key });`,
				};
			},
		);
	},
};

/**
 * What our queries never come by: prepared statements, replication, a server's side of the protocol, clusters; and a
 * list of every letter of every alphabet, to know by which name a column can be read without brackets.
 */
const lessOfTheDriver: Plugin = {
	name: 'less-of-the-driver',
	setup(build) {
		const classes = [
			'commands/binlog_dump',
			'commands/close_statement',
			'commands/execute',
			'commands/prepare',
			'commands/register_slave',
			'commands/server_handshake',
			'packets/binary_row',
			'packets/binlog_dump',
			'packets/execute',
			'packets/prepare_statement',
			'packets/register_slave',
			'pool_cluster',
		];
		const filter = inPackage('mysql2/lib', classes);
		build.onLoad({ filter }, () => ({ contents: `module.exports = ${neverMade()}` }));
		build.onLoad({ filter: /[\\/]is-property[\\/]is-property\.js$/ }, () => ({
			contents: 'module.exports = (name) => /^[A-Za-z_$][\\w$]*$/.test(name)',
		}));
	},
};

/**
 * Of the query builder what our statements never come by: it makes and changes tables, puts the name of a schema before
 * each table, merges. The function that migrates keeps all of it: Kysely's own `Migrator` makes its tables so.
 */
const lessOfTheQueryBuilder: Plugin = {
	name: 'less-of-the-query-builder',
	setup(build) {
		if (entryOf(build).includes('/migrate/')) return;
		const classes = new Map([
			['schema', 'SchemaModule'],
			['with-schema-plugin', 'WithSchemaPlugin'],
			['merge-query-builder', 'MergeQueryBuilder'],
		]);
		const files = [
			'schema/schema',
			'plugin/with-schema/with-schema-plugin',
			'query-builder/merge-query-builder',
		];
		build.onLoad({ filter: inPackage('kysely/dist/esm', files) }, ({ path }) => ({
			contents: `export ${neverMade(classes.get(basename(path, '.js')))}`,
		}));
	},
};

/** Libraries read their own version out of all that a registry wants to know of them. */
const versionsAlone: Plugin = {
	name: 'versions-alone',
	setup(build) {
		build.onLoad({ filter: /[\\/]node_modules[\\/].*[\\/]package\.json$/ }, async ({ path }) => {
			const { name, version } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
			return { contents: JSON.stringify({ name, version }), loader: 'json' };
		});
	},
};

/** The handler that is bundled: each function is a build of its own. */
function entryOf({ initialOptions }: PluginBuild): string {
	const [entry = ''] = initialOptions.entryPoints as readonly string[];
	return entry.replaceAll('\\', '/');
}

/** Files below a folder of a package, without their `.js`. */
function inPackage(folder: string, files: readonly string[]): RegExp {
	const either = `(${files.join('|')})`;
	return new RegExp(`/${folder}/${either}\\.js$`.replaceAll('/', '[\\\\/]'));
}

/** A class that no function of ours needs. */
function neverMade(name = ''): string {
	return `class ${name} {
		constructor() { throw new Error('The bundle holds only what plain queries need'); }
	}`;
}

/**
 * An ES import of one of Node's modules reads each of its exports, and reading some of them loads what
 * the code never asks for: `WebSocket` of `node:http` is the whole of fetch. What require() gives stays unread. The SDK's
 * HTTP handler imports that one later on, where a service is reached by HTTP: nowhere on AWS, everywhere on one machine.
 */
const builtinsByRequire: Plugin = {
	name: 'builtins-by-require',
	setup(build) {
		const namespace = 'builtin';
		build.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
			kind === 'require-call' ? undefined : { path, namespace },
		);
		build.onLoad({ filter: /^/, namespace }, ({ path }) => ({
			contents: `module.exports = require(${JSON.stringify(path)})`,
		}));
		build.onLoad({ filter: /[\\/]node-http-handler\.js$/ }, async ({ path }) => ({
			contents: (await readFile(path, 'utf8')).replace(
				'await import("node:http")',
				'require("node:http")',
			),
		}));
	},
};

/**
 * A client of the SDK describes all its operations in one file, by objects whose keys are constants. A
 * bundler cannot know that reading such a key does nothing, and keeps them all; by plain keys it keeps
 * those of the commands we send.
 */
const schemasWhereUsed: Plugin = {
	name: 'schemas-where-used',
	setup(build) {
		const filter = /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/;
		build.onLoad({ filter }, async ({ path }) => {
			const source = await readFile(path, 'utf8');
			const constants = new Map(
				Array.from(source.matchAll(/^const (\w+) = (".*");$/gm), ([, name, text]) => [name, text]),
			);
			return {
				contents: source.replaceAll(/\[(\w+)\]:/g, (key, name: string) => {
					const text = constants.get(name);
					return text === undefined ? key : `${text}:`;
				}),
			};
		});
	},
};

/** All functions are built into one folder, from which each takes the files that begin with its own name. */
const chunksByFunction: Plugin = {
	name: 'chunks-by-function',
	setup(build) {
		build.initialOptions.chunkNames = `${basename(entryOf(build), '.ts')}.[name]-[hash]`;
	},
};

/**
 * What libraries import only when it is first needed, no function of ours needs: the names of browsers,
 * event streams. Left as it stands it costs nothing, and Node's own modules are there anyway.
 */
const importsOfLibraries: Plugin = {
	name: 'imports-of-libraries',
	setup(build) {
		build.onResolve({ filter: /^/ }, ({ path, kind, importer }) =>
			kind === 'dynamic-import' && /[\\/]node_modules[\\/]/.test(importer)
				? { path, external: true }
				: undefined,
		);
	},
};

export default [
	chunksByFunction,
	importsOfLibraries,
	builtinsByRequire,
	schemasWhereUsed,
	errorNames,
	lessOfTheDriver,
	lessOfTheQueryBuilder,
	versionsAlone,
];
