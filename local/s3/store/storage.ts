import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobStore } from './blobs.ts';
import { Database } from './database.ts';
import { Uploads } from './uploads.ts';
import { Versions } from './versions.ts';

/** Everything the server remembers: bytes in files, and an index that says which of them count. */
export interface Storage {
	readonly database: Database;
	readonly blobs: BlobStore;
	readonly versions: Versions;
	readonly uploads: Uploads;
	readonly createdAt: Date;
}

/** Opens the state in `dataDir`, clearing away what a crash left half done. */
export async function openStorage(dataDir: string): Promise<Storage> {
	await mkdir(dataDir, { recursive: true });
	const database = new Database(join(dataDir, 'index.sqlite'));
	const versions = new Versions(database);
	const uploads = new Uploads(database);
	const named = new Set([...versions.blobs(), ...uploads.blobs()]);
	const blobs = new BlobStore(dataDir);
	await blobs.open((id) => named.has(id));
	const { birthtime: createdAt } = await stat(dataDir);
	return { database, blobs, versions, uploads, createdAt };
}
