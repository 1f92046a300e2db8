import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { licenceText, packageOf, readPackage } from '../../../../architecture/pages/licences.ts';

const modules = join(import.meta.dirname, '../../../../node_modules');

it.each([
	['valibot/dist/index.mjs', 'valibot'],
	['@lucide/svelte/dist/icons/x.svelte?svelte&type=style', '@lucide/svelte'],
])('a module of %s belongs to a package', (module, expected) => {
	expect(packageOf(join(modules, module))).toBe(join(modules, expected));
});

it.each(['/project/src/lib/contract/limits.ts', '\0rolldown/runtime.js'])(
	'%j belongs to none',
	(id) => {
		expect(packageOf(id)).toBeUndefined();
	},
);

it('a package is named with its version, its licence and the text of it', () => {
	const shipped = readPackage(join(modules, 'idb'));

	const text = licenceText([{ ...shipped, version: '8.0.4' }]);

	expect(text).toContain('\nidb 8.0.4 (ISC)\n\nISC License');
	expect(text.startsWith('CloudVault')).toBe(true);
	expect(text).toContain('libheif with libde265 (LGPL-3.0)');
});

it('a package without a licence may not be shipped', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'package-'));
	await writeFile(join(directory, 'package.json'), '{ "name": "unlicensed" }');

	expect(() => readPackage(directory)).toThrow('unlicensed names no licence');
	await rm(directory, { recursive: true });
});
