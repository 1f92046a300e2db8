import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPrivateDirectory } from '../../../../local/data-directory/private-directory.ts';

test('closes a directory of an earlier version, and what lies in it', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'private-'));
	await mkdir(join(directory, 'logs'));
	await writeFile(join(directory, 'logs/sweep.log'), 'secret');
	await writeFile(join(directory, 'inbox.jsonl'), 'secret');
	await chmod(directory, 0o755);

	await openPrivateDirectory(directory);

	const modes = ['', 'logs', 'logs/sweep.log', 'inbox.jsonl'].map(
		async (name) => (await stat(join(directory, name))).mode & 0o777,
	);
	expect(await Promise.all(modes)).toEqual([0o700, 0o700, 0o600, 0o600]);
	await rm(directory, { recursive: true });
});
