import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

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
		const path = join(this.#incoming, id);
		const file = await open(path, 'wx');
		try {
			const gathered = new GatheredWrites(file);
			const result = await fill((chunk) => gathered.write(chunk));
			await gathered.flush();
			await file.close();
			await rename(path, this.#path(id));
			return { id, result };
		} catch (error) {
			await file.close();
			await rm(path, { force: true });
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

class GatheredWrites {
	readonly #file: FileHandle;
	#chunks: Uint8Array[] = [];
	#sizeBytes = 0;

	constructor(file: FileHandle) {
		this.#file = file;
	}

	async write(chunk: Uint8Array): Promise<void> {
		this.#chunks.push(chunk);
		this.#sizeBytes += chunk.length;
		if (this.#sizeBytes >= WRITE_BYTES) await this.flush();
	}

	async flush(): Promise<void> {
		const chunks = this.#chunks;
		const sizeBytes = this.#sizeBytes;
		this.#chunks = [];
		this.#sizeBytes = 0;
		if (sizeBytes === 0) return;
		const { bytesWritten } = await this.#file.writev(chunks);
		if (bytesWritten !== sizeBytes) throw new Error('The disk took only part of a write');
	}
}
