import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../data-directory/private-file.ts';
import type { Stack } from './stack.ts';

/**
 * Writes `stack.json` into the data directory: where a running stack keeps its rows and objects, and
 * the key that may read them, so that `npm run fsck`
 * and `npm run sweep` need no arguments. Returns what
 * takes the file away. A file left by a stack that was killed is replaced.
 */
export function writeStackFile(
	stack: Pick<Stack, 'dataDir' | 'databaseUrl' | 'bucket' | 's3Url' | 'lambdaUrl' | 'rootKey'>,
): () => Promise<void> {
	const { dataDir, databaseUrl, bucket, s3Url, lambdaUrl, rootKey } = stack;
	const file = join(dataDir, 'stack.json');
	writePrivateFile(file, JSON.stringify({ databaseUrl, bucket, s3Url, lambdaUrl, ...rootKey }));
	return () => rm(file, { force: true });
}
