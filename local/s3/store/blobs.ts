import { randomBytes } from 'node:crypto';
import { createReadStream, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Up to here a blob is written in one go. */
const SMALL_BYTES = 256 * 1024;
/** Gathered before each write: fewer, larger writes are several times faster than single chunks. */
const WRITE_BYTES = 1024 * 1024;

/**
 * Bytes in files, each named by a random id and never changed. A blob counts only once the index
 * names it; what a crash left unnamed is removed on the next start.
 */
export class BlobStore {
	readonly #incoming: string;
	readonly #kept: string;

	constructor(dataDir: string) {
		this.#incoming = join(dataDir, 'incoming');
		this.#kept = join(dataDir, 'blobs');
	}

	/** Empties what was half-written and removes blobs that `isNamed` does not know. */
	async open(isNamed: (id: string) => boolean): Promise<void> {
		await rm(this.#incoming, { recursive: true, force: true });
		await mkdir(this.#incoming, { recursive: true });
		for (let folder = 0; folder < 256; folder++) {
			const path = join(this.#kept, folder.toString(16).padStart(2, '0'));
			await mkdir(path, { recursive: true });
			for (const id of await readdir(path)) {
				if (!isNamed(id)) await rm(join(path, id));
			}
		}
	}

	/** Writes what `fill` gives it. If `fill` throws, nothing stays behind. */
	async write<T>(
		fill: (write: (chunk: Uint8Array) => Promise<void>) => Promise<T>,
	): Promise<{ id: string; result: T }> {
		const id = randomBytes(16).toString('hex');
		const gathered = new GatheredWrites(join(this.#incoming, id));
		try {
			const result = await fill((chunk) => gathered.write(chunk));
			await gathered.keepAs(this.#path(id));
			return { id, result };
		} catch (error) {
			await gathered.discard();
			throw error;
		}
	}

	/** Bytes `start` to `end`, both inclusive. */
	read(id: string, start: number, end: number): AsyncIterable<Buffer> {
		return createReadStream(this.#path(id), { start, end, highWaterMark: 256 * 1024 });
	}

	/** Idempotent. A reader that has the file open keeps reading it. */
	async remove(ids: readonly string[]): Promise<void> {
		await Promise.all(ids.map((id) => rm(this.#path(id), { force: true })));
	}

	#path(id: string): string {
		return join(this.#kept, id.slice(0, 2), id);
	}
}

/** Bytes on their way into one file. Few of them never have a half-written one: they are written in one go, at the end. */
class GatheredWrites {
	readonly #path: string;
	#file: FileHandle | undefined;
	#chunks: Uint8Array[] = [];
	#sizeBytes = 0;

	constructor(path: string) {
		this.#path = path;
	}

	async write(chunk: Uint8Array): Promise<void> {
		this.#chunks.push(chunk);
		this.#sizeBytes += chunk.length;
		if (this.#sizeBytes >= SMALL_BYTES) this.#file ??= await open(this.#path, 'wx');
		if (this.#sizeBytes >= WRITE_BYTES) await this.#flush();
	}

	/** The file is whole: nothing is written to it any more. */
	async keepAs(path: string): Promise<void> {
		if (this.#file === undefined) {
			writeSmall(path, this.#chunks);
			return;
		}
		await this.#flush();
		await this.#file.close();
		await rename(this.#path, path);
	}

	async discard(): Promise<void> {
		if (this.#file === undefined) return;
		await this.#file.close();
		await rm(this.#path, { force: true });
	}

	async #flush(): Promise<void> {
		const chunks = this.#chunks;
		const sizeBytes = this.#sizeBytes;
		this.#chunks = [];
		this.#sizeBytes = 0;
		if (sizeBytes === 0) return;
		const written = await this.#file?.writev(chunks);
		if (written?.bytesWritten !== sizeBytes) throw new Error('The disk took only part of a write');
	}
}

/** At once: four steps in turn with the system's threads cost a small file several times what they write. */
function writeSmall(path: string, chunks: readonly Uint8Array[]): void {
	try {
		writeFileSync(path, Buffer.concat(chunks), { flag: 'wx' });
	} catch (error) {
		rmSync(path, { force: true });
		throw error;
	}
}
