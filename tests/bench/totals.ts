import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { openDatabase, type Database } from '../../lambdas/adapters/mysql-catalog/database.ts';
import { migrate } from '../../lambdas/adapters/mysql-catalog/migrate.ts';
import { Tally } from '../../lambdas/adapters/mysql-catalog/tally.ts';
import { commitUploads } from '../../lambdas/commit/commit-uploads.ts';
import { requestHash, type Upload } from '../../lambdas/domain/upload.ts';
import { parseDatabaseUrl } from '../../lambdas/runtime/config.ts';
import { createDatabase } from '../support/database-server.ts';
import { startMariaDb } from '../support/mariadb.ts';
import { newPerson, type Person } from '../support/people.ts';
import { compare, type Pace, type Result } from './compare.ts';

const DEPTH = 20;
const FILES = 500;
/** As `finish-uploads.ts` does. */
const AT_ONCE = 250;
const MILLION = 1_000_000;
const SIZE_BYTES = 3_000_000;

/** What keeping totals costs those who write: the same work with the tally written, and thrown away. */
export async function benchTotals({ rounds }: Pace): Promise<Result[]> {
	const server = await startMariaDb();
	const named = await createDatabase(server.url);
	const database = openDatabase({ ...parseDatabaseUrl(named.url), connectionsMax: 4 });
	try {
		await migrate(database);
		return [await commits(database, rounds), await moves(database, rounds)];
	} finally {
		await database.destroy();
		await named.drop();
		await server.stop();
	}
}

async function commits(database: Database, rounds: number): Promise<Result> {
	const ann = await newPerson(database);
	const names = Array.from({ length: DEPTH }, (_, i) => `level ${String(i)}`);
	const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [names] });
	const folderId = folders[0]?.outcome === 'ready' ? folders[0].folderId : ann.rootId;
	return compare({
		name: 'totals',
		what: `commit of ${String(FILES)} files ${String(DEPTH)} deep, against without totals`,
		ours: { name: 'with totals', run: () => commit(ann, folderId) },
		reference: { name: 'without', run: () => withoutTotals(() => commit(ann, folderId)) },
		targetRatio: 1 / 1.15,
		rounds,
	});
}

async function moves(database: Database, rounds: number): Promise<Result> {
	const ann = await newPerson(database);
	const [one, two] = [await ann.folder(ann.rootId, 'one'), await ann.folder(ann.rootId, 'two')];
	const large = await ann.folder(one, 'large');
	const empty = await ann.folder(one, 'empty');
	// What lies below is never looked at (`rows-read.test.ts`), so its totals stand for a million files.
	for (const [kind, storageClass] of [
		['image', 'STANDARD'],
		['image', 'GLACIER'],
		['video', 'GLACIER'],
		['document', 'STANDARD'],
	] as const) {
		await database
			.insertInto('totals')
			.values(
				[large, one, ann.rootId].map((entryId) => ({
					owner_id: ann.ownerId,
					entry_id: entryId,
					part: 'current' as const,
					kind,
					storage_class: storageClass,
					stays: 0 as const,
					items: MILLION / 4,
					bytes: MILLION * MILLION,
				})),
			)
			.execute();
	}
	return compare({
		name: 'totals',
		what: 'move of a subtree of a million files, against one row',
		ours: { name: 'with totals', run: () => thereAndBack(ann, large, [two, one]) },
		reference: {
			name: 'one row',
			run: () => withoutTotals(() => thereAndBack(ann, empty, [two, one])),
		},
		targetRatio: 1 / 1.5,
		rounds,
	});
}

async function thereAndBack(
	ann: Person,
	entryId: string,
	ways: readonly string[],
): Promise<number> {
	const began = performance.now();
	for (let i = 0; i < 10; i++) {
		for (const targetId of ways) await ann.does.moveEntries({ entryIds: [entryId], targetId });
	}
	return performance.now() - began;
}

/** The milliseconds of the commits alone. */
async function commit(ann: Person, parentId: string): Promise<number> {
	const { catalog, ownerId } = ann;
	const now = new Date();
	const uploads = Array.from({ length: FILES }, () => uploadOf(ownerId, parentId, now));
	await catalog.uploads.insert(uploads);
	await catalog.users.charge(ownerId, { reservedBytes: FILES * SIZE_BYTES, fileCount: FILES });
	const deps = { catalog, clock: { now: () => now }, newId: uuidv7 };
	const held = uploads.map((upload) => ({ upload, object: objectOf(upload) }));
	const began = performance.now();
	for (let i = 0; i < FILES; i += AT_ONCE) {
		await commitUploads(deps, ownerId, held.slice(i, i + AT_ONCE));
	}
	return performance.now() - began;
}

function uploadOf(ownerId: string, parentId: string, now: Date): Upload {
	const id = uuidv7();
	const asked = {
		parentId,
		name: `${id}.jpg`,
		sizeBytes: SIZE_BYTES,
		contentType: 'image/jpeg',
		sha256: 'x',
		modifiedAt: null,
		onConflict: 'keep-both' as const,
	};
	return {
		...asked,
		modifiedAt: null,
		media: null,
		ownerId,
		id,
		batchId: randomUUID(),
		ref: id,
		requestHash: requestHash(asked),
		entryId: uuidv7(),
		objectKey: `u/${ownerId}/${id}`,
		multipartId: null,
		partSizeBytes: null,
		state: 'pending',
		expiresAt: new Date(now.getTime() + 3_600_000),
		createdAt: now,
	};
}

function objectOf({ sizeBytes, contentType }: Upload) {
	return {
		objectVersionId: 'v',
		sizeBytes,
		contentType,
		checksum: 'x',
		storageClass: 'STANDARD',
		copy: undefined,
	};
}

async function withoutTotals<T>(work: () => Promise<T>): Promise<T> {
	// eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
	const { write } = Tally.prototype;
	Tally.prototype.write = () => Promise.resolve();
	try {
		return await work();
	} finally {
		Tally.prototype.write = write;
	}
}
