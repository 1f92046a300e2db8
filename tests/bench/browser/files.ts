import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Files on this machine's disk, each like no other, with the SHA-256 of each. */
export interface TestFiles {
	readonly paths: readonly string[];
	/** By name, in base64. */
	readonly hashes: ReadonlyMap<string, string>;
	remove(): Promise<void>;
}

const BLOCK_BYTES = 16 * 1024 * 1024;

export async function smallFiles(count: number, sizeBytes: number): Promise<TestFiles> {
	const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-files-'));
	const hashes = new Map<string, string>();
	for (let i = 0; i < count; i++) {
		const name = `file ${String(i).padStart(5, '0')}.bin`;
		const bytes = randomBytes(sizeBytes);
		await writeFile(join(folder, name), bytes);
		hashes.set(name, createHash('sha256').update(bytes).digest('base64'));
	}
	return { ...inFolder(folder, [...hashes.keys()]), hashes };
}

/** One file; each of its parts differs from the others. */
export async function largeFile(sizeBytes: number): Promise<TestFiles> {
	const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-files-'));
	const block = randomBytes(BLOCK_BYTES);
	const file = await open(join(folder, 'large.bin'), 'w');
	for (let at = 0; at < sizeBytes; at += BLOCK_BYTES) {
		block.writeDoubleLE(at);
		await file.write(block, 0, Math.min(BLOCK_BYTES, sizeBytes - at));
	}
	await file.close();
	const made = inFolder(folder, ['large.bin']);
	const hash = createHash('sha256');
	await pipeline(createReadStream(join(folder, 'large.bin')), hash);
	return { ...made, hashes: new Map([['large.bin', hash.digest('base64')]]) };
}

function inFolder(folder: string, names: readonly string[]) {
	return {
		paths: names.map((name) => join(folder, name)),
		remove: () => rm(folder, { recursive: true, force: true }),
	};
}
