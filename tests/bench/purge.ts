import { createConnection, type Connection } from 'mysql2/promise';
import { randomUUID } from 'node:crypto';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import { openDatabase, type Database } from '../../lambdas/adapters/mysql-catalog/database.ts';
import { migrate } from '../../lambdas/adapters/mysql-catalog/migrate.ts';
import { packId } from '../../lambdas/adapters/mysql-catalog/name-grams.ts';
import { newId, systemClock } from '../../lambdas/adapters/system.ts';
import { eraseEntries } from '../../lambdas/erasure/erase-entries.ts';
import { onBehalfOf } from '../../lambdas/ports/caller.ts';
import type { StoredVersion } from '../../lambdas/ports/versions.ts';
import { parseDatabaseUrl } from '../../lambdas/runtime/config.ts';
import { createDatabase } from '../support/database-server.ts';
import { startMariaDb } from '../support/mariadb.ts';
import { newPerson, type Person } from '../support/people.ts';
import { compare, type Pace, type Result } from './compare.ts';
import { bucketOf } from './store/bucket.ts';

const FILES = 2000;
const QUICK_FILES = 600;
/** Inserted in one transaction. */
const AT_ONCE = 200;

/** Files that are deleted forever, against the same rows deleted by their owner alone; loose ones, against those in a folder. */
export async function benchPurge({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? QUICK_FILES : FILES;
	const server = await startMariaDb();
	const named = await createDatabase(server.url);
	const database = openDatabase({ ...parseDatabaseUrl(named.url), connectionsMax: 2 });
	const observer = await createConnection({ uri: named.url, timezone: 'Z' });
	try {
		await migrate(database);
		const folder = {
			name: 'in a folder',
			run: async () => eraseAll(await fill(database, count), 'folder'),
		};
		return [
			await compare({
				name: 'purge',
				what: `${String(count)} files of a folder deleted forever, against the bare rows`,
				ours: folder,
				reference: {
					name: 'bare rows',
					run: async () => eraseRaw(observer, await fill(database, count)),
				},
				targetRatio: 1 / 4,
				rounds,
			}),
			await compare({
				name: 'purge',
				what: `${String(count)} loose files, against those of a folder`,
				ours: { name: 'loose', run: async () => eraseAll(await fill(database, count), 'loose') },
				reference: folder,
				targetRatio: 1 / 1.2,
				rounds,
			}),
		];
	} finally {
		await observer.end();
		await database.destroy();
		await named.drop();
		await server.stop();
	}
}

interface Filled {
	readonly person: Person;
	readonly folderId: string;
	readonly database: Database;
	readonly count: number;
}

/** A person with a folder of so many files, each with its version. */
async function fill(database: Database, count: number): Promise<Filled> {
	const person = await newPerson(database);
	const { ownerId, catalog } = person;
	const folderId = await person.folder(person.rootId, 'Folder');
	for (let i = 0; i < count; i += AT_ONCE) {
		const names = Array.from({ length: AT_ONCE }, (_, n) => `IMG_${String(i + n)} holiday.jpg`);
		const ids = await person.files(folderId, names);
		await catalog.withLockedVault(onBehalfOf(ownerId), async ({ versions, entries }) => {
			const files = await entries.getMany(ownerId, ids);
			const stored = [...files.values()].flatMap((file) =>
				file.kind === 'file' ? [versionOf(ownerId, file.id, file.versionId)] : [],
			);
			await versions.insert(stored);
		});
	}
	await catalog.users.charge(ownerId, { usedBytes: count, fileCount: count });
	return { person, folderId, database, count };
}

function versionOf(ownerId: string, entryId: string, id: string): StoredVersion {
	return {
		ownerId,
		entryId,
		id,
		objectKey: `u/${ownerId}/${entryId}/${id}`,
		s3VersionId: randomUUID(),
		sizeBytes: 1,
		checksum: 'x'.repeat(44),
		contentType: 'image/jpeg',
		modifiedAt: null,
		media: null,
		storageClass: 'STANDARD',
		restoredUntil: null,
		readyAbout: null,
		missingSince: null,
		staysReady: false,
		restoring: null,
		lookedAt: null,
		state: 'ready',
		createdAt: new Date(),
	};
}

/** Milliseconds of the deletion alone, S3 left out. */
async function eraseAll({ person, folderId, database, count }: Filled, how: 'folder' | 'loose') {
	const { ownerId, does } = person;
	const catalog = mysqlCatalog(database);
	const folder = await catalog.entries.get(ownerId, folderId);
	if (folder === undefined) throw new Error('There is no folder.');
	let deleted = 0;
	const store = bucketOf({ deleteVersions: (versions) => void (deleted += versions.length) });
	const deps = { catalog, store, clock: systemClock, newId };
	const roots = how === 'folder' ? [folder] : await filesIn(person, folderId, count);
	const began = performance.now();
	const left = await eraseEntries(deps, roots, { ownerId, hasTimeLeft: () => true });
	const took = performance.now() - began;
	const { usage } = await does.openVault({});
	if (left.length > 0 || deleted !== count || usage.usedBytes !== 0) {
		throw new Error(`${String(deleted)} of ${String(count)} files were deleted.`);
	}
	return took;
}

async function filesIn({ ownerId, catalog }: Person, folderId: string, limit: number) {
	const rows = await catalog.lists.folder(ownerId, { folderId, sort: 'name', limit });
	return rows.map(({ item }) => item);
}

async function eraseRaw(observer: Connection, { person, folderId }: Filled): Promise<number> {
	const { ownerId } = person;
	const began = performance.now();
	await observer.query('delete from versions where owner_id = ?', [ownerId]);
	await observer.query('delete from name_grams where owner_id = ?', [packId(ownerId)]);
	await observer.query('delete from entries where owner_id = ? and parent_id = ?', [
		ownerId,
		folderId,
	]);
	return performance.now() - began;
}
