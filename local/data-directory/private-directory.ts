import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Makes a data directory that its user alone may enter. One of an earlier version, whose files others
 * could read, is closed, and what lies in it down to the second level too.
 */
export async function openPrivateDirectory(directory: string): Promise<void> {
	await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
	await close(directory, 2);
}

async function close(directory: string, levels: number): Promise<void> {
	await chmod(directory, DIRECTORY_MODE);
	if (levels === 0) return;
	for (const entry of await readdir(directory, { withFileTypes: true })) {
		const path = join(directory, entry.name);
		if (entry.isFile()) await chmod(path, FILE_MODE);
		if (entry.isDirectory()) await close(path, levels - 1);
	}
}
