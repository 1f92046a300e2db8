import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from './stack.ts';

/**
 * Writes `stack.json` into the data directory: where a running stack keeps its rows and objects, and
 * the key that may read them, so that `npm run fsck` needs no arguments. Returns what
 * takes the file away. A file left by a stack that was killed is replaced.
 */
export async function writeStackFile(
	stack: Pick<Stack, 'dataDir' | 'databaseUrl' | 'bucket' | 's3Url' | 'rootKey'>,
): Promise<() => Promise<void>> {
	const { dataDir, databaseUrl, bucket, s3Url, rootKey } = stack;
	const file = join(dataDir, 'stack.json');
	const remove = (): Promise<void> => rm(file, { force: true });
	await remove();
	const text = JSON.stringify({ databaseUrl, bucket, s3Url, ...rootKey });
	// It holds the root key. It is made anew, so that its mode is ours from the start.
	await writeFile(file, text, { flag: 'wx', mode: 0o600 });
	return remove;
}
