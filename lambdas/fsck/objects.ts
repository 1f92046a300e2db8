import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Finding } from './finding.ts';

/** Rows read at a time. */
const PAGE = 500;
const PARALLEL = 25;

interface NamedObject {
	readonly id: string;
	readonly object_key: string;
	readonly s3_version_id: string;
	readonly size_bytes: number;
	readonly checksum: string | undefined;
}

/** Rows without their object: every version that can be read, and every derivative, is looked at in S3. */
export async function* findGhosts(db: Database, store: ObjectStore): AsyncGenerator<Finding> {
	for await (const rows of pagesOf((after) => readyVersions(db, after))) {
		yield* (await inParallel(rows, PARALLEL, (row) => compareObject(store, row))).flat();
	}
	for await (const rows of pagesOf((after) => derivatives(db, after))) {
		yield* (await inParallel(rows, PARALLEL, (row) => compareObject(store, row))).flat();
	}
}

async function readyVersions(db: Database, after: string): Promise<readonly NamedObject[]> {
	return db
		.selectFrom('versions')
		.select(['id', 'object_key', 's3_version_id', 'size_bytes', 'checksum'])
		.where('id', '>', after)
		.where('state', '=', 'ready')
		.orderBy('id')
		.limit(PAGE)
		.execute();
}

/** Of versions that are being deleted, pictures may be gone already. */
async function derivatives(db: Database, after: string): Promise<readonly NamedObject[]> {
	const rows = await db
		.selectFrom('derivatives as d')
		.leftJoin('versions as v', 'v.id', 'd.version_id')
		.select((row) => [
			row.fn<string>('concat', ['d.version_id', row.val(' '), 'd.kind']).as('id'),
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
	return rows.map((row) => ({ ...row, checksum: undefined }));
}

async function compareObject(store: ObjectStore, row: NamedObject): Promise<readonly Finding[]> {
	const ghost = (message: string): readonly Finding[] => [
		{ kind: 'ghost', subject: row.id, message },
	];
	const version = { key: row.object_key, objectVersionId: row.s3_version_id };
	const object = await store.inspectObjectVersion(version);
	if (object === undefined) return ghost(`S3 has no ${row.object_key} of that version`);
	if (object.sizeBytes !== row.size_bytes) {
		const sizes = `${String(object.sizeBytes)} bytes, not ${String(row.size_bytes)}`;
		return ghost(`S3 holds ${sizes}, at ${row.object_key}`);
	}
	if (row.checksum !== undefined && object.checksum !== row.checksum) {
		return ghost(`S3 has another checksum for ${row.object_key}`);
	}
	return [];
}

async function* pagesOf<Row extends { readonly id: string }>(
	read: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
	let after = '';
	for (;;) {
		const rows = await read(after);
		if (rows.length > 0) yield rows;
		const last = rows.at(-1);
		if (last === undefined || rows.length < PAGE) return;
		after = last.id;
	}
}
