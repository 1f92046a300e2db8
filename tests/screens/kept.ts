import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What decides how a screen looks: what is built, and how it is walked through. */
const SOURCES = [
	'build/**/*',
	'.serverless/*.json',
	'.serverless/*.zip',
	'tests/screens/*.ts',
	'tests/seed/*.ts',
] as const;

/** What was seen already, a file each, so that a walk that was stopped goes on where it was. */
export class Kept {
	readonly #directory: string;

	constructor(directory: string) {
		this.#directory = directory;
	}

	/** What was seen of the very same sources; what is kept of others goes. `root` is the project, built. */
	static async ofSources(root: string, { anew }: { readonly anew: boolean }): Promise<Kept> {
		const all = join(root, 'node_modules/.cache/cloudvault/screens');
		const key = await hashOf(root);
		await mkdir(all, { recursive: true });
		for (const other of await readdir(all))
			if (anew || other !== key) await rm(join(all, other), { recursive: true });
		return Kept.in(join(all, key));
	}

	static async in(directory: string): Promise<Kept> {
		await mkdir(directory, { recursive: true });
		return new Kept(directory);
	}

	has(name: string): boolean {
		return existsSync(join(this.#directory, name));
	}

	read(name: string): Promise<Buffer> {
		return readFile(join(this.#directory, name));
	}

	/** Whole or not at all. */
	async keep(name: string, content: Buffer | string): Promise<void> {
		const path = join(this.#directory, name);
		await writeFile(`${path}.part`, content);
		await rename(`${path}.part`, path);
	}
}

async function hashOf(root: string): Promise<string> {
	const hash = createHash('sha256');
	const files = await Array.fromAsync(glob(SOURCES, { cwd: root, withFileTypes: true }));
	const paths = files
		.filter((each) => each.isFile())
		.map(({ parentPath, name }) => join(parentPath, name));
	for (const path of paths.toSorted()) hash.update(path).update(await readFile(path));
	return hash.digest('hex').slice(0, 16);
}
