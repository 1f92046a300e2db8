import { unzipSync } from 'fflate';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

/** Unpacks a function's deployment package into `directory`, replacing what was there. */
export async function unpackBundle(zipFile: string, directory: string): Promise<void> {
	const files = unzipSync(await readFile(zipFile));
	await rm(directory, { recursive: true, force: true });
	await mkdir(directory, { recursive: true });
	// Lambda reads .js as CommonJS unless the bundle says otherwise. Without this file Node would
	// look further up, and find the project's own package.json instead.
	if (!('package.json' in files)) {
		await writeFile(join(directory, 'package.json'), '{"type":"commonjs"}\n');
	}
	for (const [name, content] of Object.entries(files)) {
		if (name.endsWith('/')) continue;
		const target = resolve(directory, name);
		if (!target.startsWith(resolve(directory) + sep)) {
			throw new Error(`${zipFile} holds ${name}, which lies outside of it`);
		}
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, content);
	}
}
