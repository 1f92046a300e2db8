import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/** Where the site says whose work it is made of. */
const LICENCES = 'licences.txt';

interface ShippedPackage {
	readonly name: string;
	readonly version: string;
	/** As its `package.json` names it. */
	readonly licence: string;
	/** Its own licence file; undefined where it brings none. */
	readonly text: string | undefined;
}

/**
 * Writes the licences of all packages of which something is in the site. Of Vite's own list (`build.license`) workers are left out, which
 * hold most of them: `worker` is for their bundles, `page` for the site's. A package without a licence fails the build.
 */
export function licences(): { page: Plugin; worker: Plugin } {
	const found = new Map<string, ShippedPackage>();
	const collect = (bundle: Rolldown.OutputBundle) => {
		for (const file of Object.values(bundle)) {
			if (file.type !== 'chunk') continue;
			for (const id of file.moduleIds) {
				const directory = packageOf(id);
				if (directory === undefined || found.has(directory)) continue;
				found.set(directory, readPackage(directory));
			}
		}
	};
	return {
		page: {
			name: 'licences',
			apply: 'build',
			applyToEnvironment: ({ name }) => name === 'client',
			generateBundle(_, bundle) {
				collect(bundle);
				const source = licenceText([...found.values()]);
				this.emitFile({ type: 'asset', fileName: LICENCES, source });
			},
		},
		worker: {
			name: 'licences-of-workers',
			apply: 'build',
			generateBundle(_, bundle) {
				collect(bundle);
			},
		},
	};
}

/** The directory of the package to which a module belongs; undefined for our own. */
export function packageOf(id: string): string | undefined {
	const at = id.lastIndexOf('/node_modules/');
	if (at === -1 || id.startsWith('\0')) return undefined;
	let directory = dirname(id.replace(/\?.*$/, ''));
	// Further ones say of a folder whether its modules are ESM.
	while (directory.length > at && !isWhole(join(directory, 'package.json'))) {
		directory = dirname(directory);
	}
	return directory.length > at ? directory : undefined;
}

function isWhole(file: string): boolean {
	return (
		existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as Manifest).name !== undefined
	);
}

interface Manifest {
	readonly name?: string;
	readonly version?: string;
	readonly license?: string;
}

/** Throws where it names no licence. */
export function readPackage(directory: string): ShippedPackage {
	const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
	const { name = directory, version = '', license } = manifest;
	if (license === undefined) {
		throw new Error(`${name} names no licence in its package.json: the site may not ship it.`);
	}
	const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
	const text = file === undefined ? undefined : readFileSync(join(directory, file), 'utf8').trim();
	return { name, version, licence: license, text };
}

/** What brings files of its own first, then each package by its name. */
export function licenceText(packages: readonly ShippedPackage[]): string {
	const head = readFileSync(join(import.meta.dirname, 'files-of-others.txt'), 'utf8');
	const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const parts = sorted.map(({ name, version, licence, text }) =>
		[`${name} ${version} (${licence})`, ...(text === undefined ? [] : ['', text])].join('\n'),
	);
	return [head.trim(), ...parts].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}
