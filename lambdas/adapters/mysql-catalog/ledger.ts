import { parseObjectKey } from '../../domain/object-key.ts';
import type { LedgerRepository } from '../../ports/ledger.ts';
import type { ObjectVersion } from '../../ports/object-store.ts';
import type { Executor } from './database.ts';
import { idLists } from './statement-size.ts';

export function createLedgerRepository(db: Executor): LedgerRepository {
	return {
		named: (objects) => named(db, objects),
		surplus: (objects) => surplus(db, objects),
		async namedKeys(objectKeys) {
			const ids = idsByKind(objectKeys.map((key) => ({ key })));
			const rows = [
				...(await versionRows(db, ids.original)),
				...(await derivativeRows(db, ids.derivative)),
			];
			return new Set(rows.map((row) => row.object_key)).intersection(new Set(objectKeys));
		},
		async readable(objectKeys) {
			const ids = idsByKind(objectKeys.map((key) => ({ key })));
			const ready = (await versionRows(db, ids.original)).filter(({ state }) => state === 'ready');
			return new Map(ready.map((row) => [row.object_key, row.s3_version_id]));
		},
		async pending(uploadIds) {
			return new Set((await pending(db, uploadIds)).map(({ id }) => id));
		},
		async openParts(uploadIds) {
			const rows = await pending(db, uploadIds);
			return new Set(rows.flatMap(({ multipart_id }) => multipart_id ?? []));
		},
	};
}

async function pending(db: Executor, uploadIds: readonly string[]) {
	const found: { id: string; multipart_id: string | null }[] = [];
	for (const list of idLists(uploadIds)) {
		const rows = await db
			.selectFrom('uploads')
			.select(['id', 'multipart_id'])
			.where('id', 'in', list)
			.where('state', '=', 'pending')
			.execute();
		found.push(...rows);
	}
	return found;
}

async function named(
	db: Executor,
	objects: readonly ObjectVersion[],
): Promise<ReadonlySet<ObjectVersion>> {
	const ids = idsByKind(objects);
	const known = new Set<string>();
	for (const row of await versionRows(db, ids.original)) known.add(nameOf(row));
	for (const row of await derivativeRows(db, ids.derivative)) known.add(nameOf(row));
	return new Set(
		objects.filter(({ key, objectVersionId }) => known.has(`${key}\n${objectVersionId}`)),
	);
}

/** A key ends in the id of its version, which all three tables are indexed by. */
function idsByKind(objects: readonly Pick<ObjectVersion, 'key'>[]) {
	const ids: Record<'original' | 'derivative', string[]> = { original: [], derivative: [] };
	for (const { key } of objects) {
		const place = parseObjectKey(key);
		if (place !== undefined) ids[place.kind].push(place.versionId);
	}
	return ids;
}

interface NamedRow {
	readonly object_key: string;
	readonly s3_version_id: string;
}

function nameOf({ object_key, s3_version_id }: NamedRow): string {
	return `${object_key}\n${s3_version_id}`;
}

async function versionRows(db: Executor, ids: readonly string[]) {
	const found = [];
	for (const list of idLists(ids)) {
		const rows = await db
			.selectFrom('versions')
			.select(['id', 'object_key', 's3_version_id', 'state'])
			.where('id', 'in', list)
			.execute();
		found.push(...rows);
	}
	return found;
}

async function derivativeRows(db: Executor, versionIds: readonly string[]) {
	const found: NamedRow[] = [];
	for (const list of idLists(versionIds)) {
		const rows = await db
			.selectFrom('derivatives')
			.select(['object_key', 's3_version_id'])
			.where('version_id', 'in', list)
			.execute();
		found.push(...rows);
	}
	return found;
}

/** Uploads that are over never come back, so what is read of them stays true. */
async function endedUploads(db: Executor, ids: readonly string[]): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const list of idLists(ids)) {
		const rows = await db
			.selectFrom('uploads')
			.select('id')
			.where('id', 'in', list)
			.where('state', '!=', 'pending')
			.execute();
		for (const row of rows) found.add(row.id);
	}
	return found;
}

/**
 * Uploads are read first: one transaction ends an upload and names its version, so a version that is missing
 * where the upload is over was erased since, and is named no more.
 */
async function surplus<Object extends ObjectVersion>(
	db: Executor,
	objects: readonly Object[],
): Promise<readonly Object[]> {
	const ids = idsByKind(objects);
	const allIds = [...ids.original, ...ids.derivative];
	const over = await endedUploads(db, allIds);
	const versions = new Map((await versionRows(db, allIds)).map((row) => [row.id, row]));
	const pictures = await derivativeRows(db, ids.derivative);
	const namedOf = new Map(
		[...versions.values(), ...pictures].map((row) => [row.object_key, row.s3_version_id]),
	);
	return objects.filter(({ key, objectVersionId }) => {
		const place = parseObjectKey(key);
		if (place === undefined) return false;
		const namedVersion = namedOf.get(key);
		if (namedVersion !== undefined) return namedVersion !== objectVersionId;
		const version = versions.get(place.versionId);
		const mayBeNamed =
			version !== undefined && (place.kind === 'original' || version.state === 'ready');
		return over.has(place.versionId) && !mayBeNamed;
	});
}
