import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { derivativeKey, originalKey, parseObjectKey } from '../../domain/object-key.ts';
import type { NamedObject, NamedObjectRepository, NamedRange } from '../../ports/named-objects.ts';
import type { Executor } from './database.ts';

/** In the order of an index, which is that of keys: of versions the clustered one, of derivatives `derivatives_listed`. */
export function createNamedObjectRepository(db: Executor): NamedObjectRepository {
	return {
		between: (range) =>
			range.kind === 'originals' ? originals(db, range) : derivatives(db, range),
	};
}

interface Row {
	readonly owner_id: string;
	readonly entry_id: string;
	readonly version_id: string;
	readonly object_key: string;
	readonly s3_version_id: string;
	readonly size_bytes: number;
	readonly missing_since: Date | null;
}

async function originals(
	db: Executor,
	{ after, upTo, limit }: NamedRange,
): Promise<readonly NamedObject[]> {
	const columns = ['v.owner_id', 'v.entry_id', 'v.id'] as const;
	const { rows } = await sql<Row>`
		select v.owner_id, v.entry_id, v.id as version_id, v.object_key, v.s3_version_id, v.size_bytes, v.missing_since
		from versions v
		where v.state = 'ready' and ${behind(columns, after)} and ${upToAndWith(columns, upTo)}
		order by v.owner_id, v.entry_id, v.id limit ${sql.lit(limit)}`.execute(db);
	return rows.map((row) => {
		const { owner_id: ownerId, entry_id: entryId, version_id: versionId } = row;
		return { ...namedOf(row), position: originalKey({ ownerId, entryId, versionId }) };
	});
}

/** Of versions that are being deleted, pictures may be gone already. */
async function derivatives(
	db: Executor,
	{ after, upTo, limit }: NamedRange,
): Promise<readonly NamedObject[]> {
	const columns = ['d.owner_id', 'd.version_id', 'd.kind'] as const;
	const { rows } = await sql<Row & { readonly kind: string }>`
		select d.owner_id, d.entry_id, d.version_id, d.kind, d.object_key, d.s3_version_id, d.size_bytes,
			null as missing_since
		from derivatives d left join versions v on v.id = d.version_id
		where (v.state is null or v.state = 'ready')
			and ${behind(columns, after)} and ${upToAndWith(columns, upTo)}
		order by d.owner_id, d.version_id, d.kind limit ${sql.lit(limit)}`.execute(db);
	return rows.map((row) => {
		const place = { ownerId: row.owner_id, versionId: row.version_id };
		return { ...namedOf(row), position: derivativeKey(place, row.kind) };
	});
}

function namedOf(row: Row): Omit<NamedObject, 'position'> {
	return {
		key: row.object_key,
		objectVersionId: row.s3_version_id,
		ownerId: row.owner_id,
		entryId: row.entry_id,
		versionId: row.version_id,
		sizeBytes: row.size_bytes,
		missingSince: row.missing_since,
	};
}

type Columns = readonly [string, string, string];

function behind(columns: Columns, position: string | undefined): RawBuilder<SqlBool> {
	return position === undefined ? sql`true` : compared(columns, position, ['>', '>']);
}

function upToAndWith(columns: Columns, position: string | undefined): RawBuilder<SqlBool> {
	return position === undefined ? sql`true` : compared(columns, position, ['<', '<=']);
}

/** Spelled out, because MySQL reads the whole index where three columns are compared as a row. */
function compared(
	columns: Columns,
	position: string,
	[operator, last]: readonly [outer: '>' | '<', last: '>' | '<='],
): RawBuilder<SqlBool> {
	const [a, b, c] = columns.map((column) => sql.ref(column));
	const [x, y, z] = partsOf(position);
	const [outer, inner] = [sql.raw(operator), sql.raw(last)];
	return sql`(${a} ${outer} ${x} or (${a} = ${x} and ${b} ${outer} ${y})
		or (${a} = ${x} and ${b} = ${y} and ${c} ${inner} ${z}))`;
}

function partsOf(position: string): readonly [string, string, string] {
	const place = parseObjectKey(position);
	if (place === undefined) throw new Error(`${position} is no key that the vault makes.`);
	return place.kind === 'original'
		? [place.ownerId, place.entryId, place.versionId]
		: [place.ownerId, place.versionId, place.derivative];
}
