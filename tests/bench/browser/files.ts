import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { photoOf, withComment } from '../../seed/pictures.ts';

/** Files on this machine's disk, each like no other, with the SHA-256 of each. */
export interface TestFiles {
	readonly paths: readonly string[];
	/** By name, in base64. */
	readonly hashes: ReadonlyMap<string, string>;
	remove(): Promise<void>;
}

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/cloudvault/bench');
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

const PHOTO = { width: 4000, height: 3000 };
/** Scenes that are drawn and compressed, which takes seconds each; the others differ by a comment. */
const SCENES = 2;

/** Photos of 12 megapixels, and the same bytes under names of which no picture is drawn. Scenes are kept for the next run. */
export async function photos(
	count: number,
): Promise<{ readonly shown: TestFiles; readonly plain: TestFiles }> {
	const scenes: Buffer[] = [];
	await mkdir(CACHE, { recursive: true });
	for (let look = 0; look < SCENES; look++) {
		const kept = join(CACHE, `photo-${String(look)}.jpg`);
		const scene = await readFile(kept).catch(() => photoOf(look, PHOTO.width, PHOTO.height));
		await writeFile(kept, scene);
		scenes.push(scene);
	}
	const made = async (extension: string): Promise<TestFiles> => {
		const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-files-'));
		const hashes = new Map<string, string>();
		for (let i = 0; i < count; i++) {
			const name = `photo ${String(i).padStart(4, '0')}.${extension}`;
			const bytes = withComment(scenes[i % SCENES] ?? Buffer.of(), `${name} ${folder}`);
			await writeFile(join(folder, name), bytes);
			hashes.set(name, createHash('sha256').update(bytes).digest('base64'));
		}
		return { ...inFolder(folder, [...hashes.keys()]), hashes };
	};
	return { shown: await made('jpg'), plain: await made('bin') };
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
