import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../architecture/imports.ts';

/** What each function has besides its verbs; tests of the verbs go through them. */
const around = ['handler.ts', 'wiring.ts', 'deps.ts'];

const functions = globSync('lambdas/*/handler.ts', { cwd: root }).map(dirname);
const verbs = functions.flatMap((folder) =>
	globSync(`${folder}/*.ts`, { cwd: root }).filter((file) => !around.includes(basename(file))),
);

describe('a verb is tested in the file of its name', () => {
	it.each(verbs.sort())('%s', (verb) => {
		const name = `${basename(dirname(verb))}/${basename(verb, '.ts')}.test.ts`;
		const places = [`tests/unit/lambdas/${name}`, `tests/integration/${name}`];

		expect(places.filter((place) => existsSync(join(root, place)))).not.toEqual([]);
	});
});
