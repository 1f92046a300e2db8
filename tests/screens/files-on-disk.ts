import { rmSync } from 'node:fs';
import { mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileOfKind } from './kinds.ts';

/** When they were changed: the same in every walk. */
const CHANGED = new Date('2026-11-21T10:00:00Z');

/** Where files lie for a browser's chooser, which takes their dates from there. Gone when the process ends. */
export async function filesOnDisk(
	files: readonly Pick<FileOfKind, 'name' | 'buffer'>[],
): Promise<readonly string[]> {
	const directory = await mkdtemp(join(tmpdir(), 'cloudvault-screens-'));
	process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
	return Promise.all(
		files.map(async ({ name, buffer }) => {
			const path = join(directory, name);
			await writeFile(path, buffer);
			await utimes(path, CHANGED, CHANGED);
			return path;
		}),
	);
}
