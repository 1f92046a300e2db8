import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileOfKind } from './kinds.ts';

/** When they were changed: the same in every walk. */
const CHANGED = new Date('2026-11-21T10:00:00Z');

let counted = 0;
let made: Promise<string> | undefined;

/** Gone when the process ends. */
async function makeDirectory(): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'cloudvault-screens-'));
	process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

/** Where files lie for a browser's chooser, which takes their dates from there. */
export async function filesOnDisk(
	files: readonly Pick<FileOfKind, 'name' | 'buffer'>[],
): Promise<readonly string[]> {
	const directory = join(await (made ??= makeDirectory()), String((counted += 1)));
	await mkdir(directory);
	return Promise.all(
		files.map(async ({ name, buffer }) => {
			const path = join(directory, name);
			await writeFile(path, buffer);
			await utimes(path, CHANGED, CHANGED);
			return path;
		}),
	);
}
