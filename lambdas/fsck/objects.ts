import { storageClass } from '#contract/entries';
import * as v from 'valibot';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import { newId } from '../adapters/system.ts';
import { setMissing } from '../orphans/find-ghosts.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { ObjectStore, StoredObject } from '../ports/object-store.ts';
import { inspectVersions } from '../restoring/inspect-versions.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

interface Deps {
	readonly db: Database;
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly now: Date;
}

/** Rows read at a time. */
const PAGE = 500;
const PARALLEL = 25;

interface NamedObject {
	readonly id: string;
	readonly owner_id: string;
	readonly entry_id: string;
	/** Of the file; null where that is gone. */
	readonly name: string | null;
	readonly object_key: string;
	readonly s3_version_id: string;
	readonly size_bytes: number;
	/** Of originals alone, as is the class. */
	readonly checksum: string | undefined;
	readonly storage_class: string | undefined;
	readonly restored_until: Date | null;
	readonly ready_about: Date | null;
	readonly missing_since: Date | null;
}

/** Rows without their object: every version that can be read, and every derivative, is looked at in S3. */
export async function* findGhosts(deps: Deps): AsyncGenerator<Finding> {
	for (const read of [readyVersions, derivatives]) {
		for await (const rows of pagesById(PAGE, (after) => read(deps.db, after))) {
			yield* (await inParallel(rows, PARALLEL, (row) => checkObject(deps, row))).flat();
		}
	}
}

async function readyVersions(db: Database, after: string): Promise<readonly NamedObject[]> {
	return db
		.selectFrom('versions as v')
		.leftJoin('entries as e', 'e.id', 'v.entry_id')
		.select([
			'v.id',
			'v.owner_id',
			'v.entry_id',
			'e.name',
			'v.object_key',
			'v.s3_version_id',
			'v.size_bytes',
			'v.checksum',
			'v.storage_class',
			'v.restored_until',
			'v.ready_about',
			'v.missing_since',
		])
		.where('v.id', '>', after)
		.where('v.state', '=', 'ready')
		.orderBy('v.id')
		.limit(PAGE)
		.execute();
}

/** Of versions that are being deleted, pictures may be gone already. */
async function derivatives(db: Database, after: string): Promise<readonly NamedObject[]> {
	const rows = await db
		.selectFrom('derivatives as d')
		.leftJoin('versions as v', 'v.id', 'd.version_id')
		.leftJoin('entries as e', 'e.id', 'd.entry_id')
		.select((row) => [
			row.fn<string>('concat', ['d.version_id', row.val(' '), 'd.kind']).as('id'),
			'd.owner_id',
			'd.entry_id',
			'e.name',
			'd.object_key',
			'd.s3_version_id',
			'd.size_bytes',
		])
		.where((row) => row(row.fn('concat', ['d.version_id', row.val(' '), 'd.kind']), '>', after))
		.where((row) => row.or([row('v.state', 'is', null), row('v.state', '=', 'ready')]))
		.orderBy('d.version_id')
		.orderBy('d.kind')
		.limit(PAGE)
		.execute();
	const ofOriginals = {
		...{ checksum: undefined, storage_class: undefined },
		...{ restored_until: null, ready_about: null, missing_since: null },
	};
	return rows.map((row) => ({ ...row, ...ofOriginals }));
}

async function checkObject(deps: Deps, row: NamedObject): Promise<readonly Finding[]> {
	const version = { key: row.object_key, objectVersionId: row.s3_version_id };
	const object = await deps.store.inspectObjectVersion(version);
	const fault = faultOf(row, object);
	if (fault !== undefined) {
		const ghost = { subject: row.id, message: `${fault}; ${fileOf(row)}` };
		return [{ kind: 'ghost', ...ghost }, ...missingFault(deps, row, object)];
	}
	if (row.storage_class === undefined || object === undefined) return [];
	const findings = missingFault(deps, row, object);
	const told = storageFaultOf(row, object, deps.now);
	if (told === undefined) return findings;
	const repair = lookingAgain(deps, row, object);
	const message = `${told}; ${fileOf(row)}`;
	return [...findings, { kind: 'file', subject: row.id, message, repair }];
}

/** What the row says of missing bytes, which its person reads. See [Note: Ghosts]. */
function missingFault(
	{ catalog, store, now }: Deps,
	row: NamedObject,
	object: StoredObject | undefined,
): readonly Finding[] {
	const { id, owner_id: ownerId, entry_id: entryId, storage_class: storedIn } = row;
	const isAbsent = object === undefined;
	if (storedIn === undefined || isAbsent === (row.missing_since !== null)) return [];
	const told = isAbsent ? 'its person is not told that it is missing' : 'it is said to be missing';
	const place = { key: row.object_key, objectVersionId: row.s3_version_id };
	const repair: Repair = {
		does: isAbsent ? 'told' : 'said to be there',
		async run() {
			if (((await store.inspectObjectVersion(place)) === undefined) !== isAbsent) return false;
			const versions = [{ id, entryId }];
			await setMissing({ catalog }, { ownerId, versions, since: isAbsent ? now : null });
			return true;
		},
	};
	return [{ kind: 'file', subject: id, message: `${told}; ${fileOf(row)}`, repair }];
}

/** How S3 keeps it, against what the row says of its class and its restored copy. */
function storageFaultOf(row: NamedObject, object: StoredObject, now: Date): string | undefined {
	const { storage_class: storedIn, restored_until: until, ready_about: readyAbout } = row;
	if (storedIn !== object.storageClass) {
		return `S3 keeps it in ${object.storageClass}, not in ${storedIn ?? ''}`;
	}
	switch (object.copy?.state) {
		case undefined:
			// A copy whose time is over is none, whether S3 has told so or not.
			if (readyAbout !== null) return 'S3 restores nothing, and it is said to be restoring';
			return until !== null && until > now ? 'S3 has no restored copy' : undefined;
		case 'restoring':
			return readyAbout === null ? 'S3 is restoring it, and it is not said' : undefined;
		case 'restored': {
			const there = object.copy.until;
			if (there <= now || until?.getTime() === there.getTime()) return undefined;
			return `S3 has a restored copy until ${there.toISOString()}`;
		}
	}
}

function faultOf(row: NamedObject, object: StoredObject | undefined): string | undefined {
	if (object === undefined) return `S3 has no ${row.object_key} of that version`;
	if (object.sizeBytes !== row.size_bytes) {
		const sizes = `${String(object.sizeBytes)} bytes, not ${String(row.size_bytes)}`;
		return `S3 holds ${sizes}, at ${row.object_key}`;
	}
	if (row.checksum !== undefined && object.checksum !== row.checksum) {
		return `S3 has another checksum for ${row.object_key}`;
	}
	return undefined;
}

/** Whose file it is, so that its owner can be told. */
function fileOf({ name, entry_id, owner_id }: NamedObject): string {
	const file = name === null ? 'a file that is gone' : `the file ${JSON.stringify(name)}`;
	return `${file}, ${entry_id}, of ${owner_id}`;
}

/** S3 tells of each change once, and that may be lost. What waits for a restored copy is settled with it. */
function lookingAgain(
	{ catalog, store, now }: Deps,
	{ id, owner_id: ownerId }: NamedObject,
	{ storageClass: storedIn, copy }: StoredObject,
): Repair | undefined {
	if (!v.is(storageClass, storedIn)) return undefined;
	const state = copy === undefined ? '' : `, ${copy.state}`;
	return {
		does: `said to be in ${storedIn}${state}`,
		async run() {
			const version = (await catalog.versions.getMany(ownerId, [id])).get(id);
			if (version === undefined) return false;
			await inspectVersions({ catalog, store, clock: { now: () => now }, newId }, ownerId, [
				version,
			]);
			return true;
		},
	};
}
