import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes ids and passwords that look random and stay the same for as long as the data directory lives. */
export type MakeId = (purpose: string, length: number) => string;

/** Reads the data directory's seed, or writes a new one where there is none yet. */
export async function openSeed(dataDir: string): Promise<MakeId> {
	await mkdir(dataDir, { recursive: true });
	const file = join(dataDir, 'seed');
	const fresh = randomBytes(32).toString('hex');
	// `wx` fails where the file exists: two starts at once still agree on one seed.
	await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
	});
	return fromSeed(await readFile(file, 'utf8'));
}

/** The same seed and purpose always make the same text of lower-case letters and digits. */
export function fromSeed(seed: string): MakeId {
	return (purpose, length) => {
		const digest = createHmac('sha512', seed).update(purpose).digest('hex');
		return BigInt(`0x${digest}`).toString(36).slice(0, length);
	};
}
