import { storageClass } from '#contract/entries';
import { sql, type Insertable, type Selectable } from 'kysely';
import * as v from 'valibot';
import type { MediaFacts } from '../../domain/media.ts';
import type { Restoring } from '../../domain/restore.ts';
import type { Held } from '../../domain/totals.ts';
import type {
	Storage,
	StoredVersion,
	VersionOfEntry,
	VersionPosition,
	VersionRepository,
} from '../../ports/versions.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import { mediaColumns, mediaOf, mediaRowOf } from './media-columns.ts';
import { packRows } from './packed-rows.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';
import { requireTally, type Tally } from './tally.ts';

/** Before every version there can be. */
const NEWEST: VersionPosition = { createdAt: new Date('9999-01-01T00:00:00Z'), id: '' };

/** Without a `tally` it reads alone: what is written is counted, see [Note: Keeping totals]. */
export function createVersionRepository(db: Executor, tally?: Tally): VersionRepository {
	return {
		getMany: (ownerId, ids) => getMany(db, ownerId, ids),
		ofEntries: (ownerId, entryIds, limit) => ofEntries(db, { ownerId, entryIds, limit }),
		async insert(versions) {
			const counted = requireTally(tally);
			for (const version of versions) counted.versionInserted(version);
			await insertRows(db, 'versions', versions.map(rowOf));
		},
		async markDeleting(ownerId, ids) {
			for (const list of idLists(ids)) {
				await db
					.updateTable('versions')
					.set({ state: 'deleting' })
					.where('owner_id', '=', ownerId)
					.where('id', 'in', list)
					.execute();
			}
		},
		async erase(ownerId, versions) {
			const counted = requireTally(tally);
			for (const version of versions) counted.versionErased(version);
			for (const list of idLists(versions.map(({ id }) => id))) {
				await db
					.deleteFrom('versions')
					.where('owner_id', '=', ownerId)
					.where('id', 'in', list)
					.execute();
			}
		},
		setStorage: (ownerId, versions, storage) =>
			setStorage(db, { ownerId, versions, storage }, requireTally(tally)),
		setMissing: (ownerId, versions, since) => setMissing(db, { ownerId, versions, since }),
		setStaysReady: (ownerId, versions, stays) =>
			setStaysReady(db, { ownerId, versions, stays }, requireTally(tally)),
		setMedia: (ownerId, media) => setMedia(db, ownerId, media),
		async missing(before, { ownerId, after, limit }) {
			const missing = db
				.selectFrom('versions')
				.selectAll()
				.where('id', '>', after)
				.where('missing_since', '<', before)
				.orderBy('id')
				.limit(limit);
			const rows = await (
				ownerId === undefined ? missing : missing.where('owner_id', '=', ownerId)
			).execute();
			return rows.map(versionOf);
		},
		async overdue(now, limit) {
			const rows = await db
				.selectFrom('versions')
				.selectAll()
				.where('ready_about', '<=', now)
				.where('state', '=', 'ready')
				.orderBy('ready_about')
				.limit(limit)
				.execute();
			return rows.map(versionOf);
		},
		async keptEnding({ now, endsBefore, limit }) {
			const rows = await db
				.selectFrom('versions')
				.select(['id', 'entry_id', 'owner_id'])
				.where('stays_ready', '=', 1)
				.where('restored_until', '>', now)
				.where('restored_until', '<', endsBefore)
				.where('state', '=', 'ready')
				// No copy of what is gone can be kept: it would be asked for again and again.
				.where('missing_since', 'is', null)
				.orderBy('restored_until')
				.limit(limit)
				.execute();
			return rows.map((row) => ({ id: row.id, entryId: row.entry_id, ownerId: row.owner_id }));
		},
		async restored(ownerId, { now, after, limit }) {
			const restored = db
				.selectFrom('versions')
				.selectAll()
				.where('owner_id', '=', ownerId)
				.where('restored_until', '>', now)
				.where('state', '=', 'ready')
				.orderBy('restored_until')
				.orderBy('id')
				.limit(limit);
			const rows = await (
				after === undefined
					? restored
					: restored
							.where('restored_until', '>=', after.restoredUntil)
							.where((row) =>
								row.or([row('restored_until', '>', after.restoredUntil), row('id', '>', after.id)]),
							)
			).execute();
			return rows.map(versionOf);
		},
		async ofEntry(ownerId, entryId, { before = NEWEST, limit }) {
			const rows = await db
				.selectFrom('versions')
				.selectAll()
				.where('owner_id', '=', ownerId)
				.where('entry_id', '=', entryId)
				.where('state', '=', 'ready')
				// The first of the two bounds the range that is read.
				.where('created_at', '<=', before.createdAt)
				.where((row) =>
					row.or([row('created_at', '<', before.createdAt), row('id', '<', before.id)]),
				)
				.orderBy('created_at', 'desc')
				.orderBy('id', 'desc')
				.limit(limit)
				.execute();
			return rows.map(versionOf);
		},
		async derivativeKinds(ownerId, entryId, versionId) {
			const rows = await db
				.selectFrom('derivatives')
				.select('kind')
				.where('owner_id', '=', ownerId)
				.where('entry_id', '=', entryId)
				.where('version_id', '=', versionId)
				.execute();
			return new Set(rows.map((row) => row.kind));
		},
	};
}

async function getMany(db: Executor, ownerId: string, ids: readonly string[]) {
	const found = new Map<string, StoredVersion>();
	for (const list of idLists(ids)) {
		const rows = await db
			.selectFrom('versions')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.execute();
		for (const row of rows) found.set(row.id, versionOf(row));
	}
	return found;
}

interface VersionsOfEntries {
	readonly ownerId: string;
	readonly entryIds: readonly string[];
	readonly limit: number;
}

async function ofEntries(db: Executor, { ownerId, entryIds, limit }: VersionsOfEntries) {
	if (entryIds.length === 0) return [];
	const rows = await db
		.selectFrom('versions')
		.selectAll()
		.where('owner_id', '=', ownerId)
		.where('entry_id', 'in', entryIds)
		.orderBy('entry_id')
		.orderBy('id')
		.limit(limit)
		.execute();
	return rows.map(versionOf);
}

interface StorageChange {
	readonly ownerId: string;
	readonly versions: readonly VersionOfEntry[];
	readonly storage: Storage;
}

async function setStorage(
	db: Executor,
	{ ownerId, versions, storage }: StorageChange,
	tally: Tally,
): Promise<void> {
	const { storageClass: storedIn, restoredUntil, readyAbout, restoring, lookedAt } = storage;
	const shown = {
		restored_until: restoredUntil,
		ready_about: readyAbout,
		...(storedIn !== undefined && { storage_class: storedIn }),
	};
	const entryOf = new Map(versions.map(({ id, entryId }) => [id, entryId]));
	for (const list of idLists(entryOf.keys(), { listsPerStatement: 2 })) {
		const change = { restoredUntil, ...(storedIn !== undefined && { storageClass: storedIn }) };
		const held = await heldVersions(db, ownerId, list, change);
		for (const each of held) noteChange(tally, each, change);
		await db
			.updateTable('versions')
			.set({ ...shown, ...restoringColumns(restoring), looked_at: lookedAt })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.execute();
		const entryIds = new Set(list.flatMap((id) => entryOf.get(id) ?? []));
		await db
			.updateTable('entries')
			.set(shown)
			.where('owner_id', '=', ownerId)
			.where('id', 'in', [...entryIds])
			.where('version_id', 'in', list)
			.execute();
	}
}

interface ReadyChange {
	readonly ownerId: string;
	readonly versions: readonly VersionOfEntry[];
	readonly stays: boolean | null;
}

async function setStaysReady(
	db: Executor,
	{ ownerId, versions, stays }: ReadyChange,
	tally: Tally,
): Promise<void> {
	const entryOf = new Map(versions.map(({ id, entryId }) => [id, entryId]));
	for (const list of idLists(entryOf.keys(), { listsPerStatement: 2 })) {
		for (const each of await heldVersions(db, ownerId, list)) {
			noteChange(tally, each, { staysReady: stays });
		}
		await db
			.updateTable('versions')
			.set({ stays_ready: stays === null ? null : Number(stays) })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.execute();
		const entryIds = new Set(list.flatMap((id) => entryOf.get(id) ?? []));
		await db
			.updateTable('entries')
			.set({ stays_ready: stays === true })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', [...entryIds])
			.where('version_id', 'in', list)
			.execute();
	}
}

interface HeldVersion {
	readonly entryId: string;
	readonly parentId: string;
	readonly isCurrent: boolean;
	readonly held: Held;
}

/** With `unlike` those alone that are stored otherwise: most looks at S3 find a version as it was, and read no row here. */
async function heldVersions(
	db: Executor,
	ownerId: string,
	ids: readonly string[],
	unlike?: Pick<Storage, 'storageClass' | 'restoredUntil'>,
): Promise<readonly HeldVersion[]> {
	const query = db
		.selectFrom('versions as v')
		.innerJoin('entries as e', (join) =>
			join.onRef('e.id', '=', 'v.entry_id').onRef('e.owner_id', '=', 'v.owner_id'),
		)
		.select(['v.id', 'v.entry_id', 'v.size_bytes', 'v.content_type', 'v.storage_class'])
		.select(['v.stays_ready', 'v.restored_until', 'e.parent_id', 'e.version_id'])
		.where('v.owner_id', '=', ownerId)
		.where('v.id', 'in', ids);
	const rows = await (
		unlike === undefined ? query : query.where(storedOtherwise(unlike))
	).execute();
	return rows.map((row) => ({
		entryId: row.entry_id,
		parentId: row.parent_id,
		isCurrent: row.version_id === row.id,
		held: {
			sizeBytes: row.size_bytes,
			contentType: row.content_type,
			storageClass: v.parse(storageClass, row.storage_class),
			staysReady: row.stays_ready === 1,
			restoredUntil: row.restored_until,
		},
	}));
}

function storedOtherwise({
	storageClass: storedIn,
	restoredUntil,
}: Pick<Storage, 'storageClass' | 'restoredUntil'>) {
	const isOther = sql<boolean>`not (v.restored_until <=> ${restoredUntil})`;
	return storedIn === undefined
		? isOther
		: sql<boolean>`(v.storage_class <> ${storedIn} or ${isOther})`;
}

function noteChange(
	tally: Tally,
	{ entryId, parentId, isCurrent, held }: HeldVersion,
	change: Partial<Held>,
): void {
	const after = { ...held, ...change };
	if (isCurrent) tally.currentChanged(parentId, held, after);
	else tally.olderChanged(entryId, held, after);
}

interface MissingChange {
	readonly ownerId: string;
	readonly versions: readonly VersionOfEntry[];
	readonly since: Date | null;
}

/** One that is being deleted may be gone by rights. */
async function setMissing(
	db: Executor,
	{ ownerId, versions, since }: MissingChange,
): Promise<void> {
	const entryOf = new Map(versions.map(({ id, entryId }) => [id, entryId]));
	for (const list of idLists(entryOf.keys(), { listsPerStatement: 2 })) {
		await db
			.updateTable('versions')
			.set({ missing_since: since })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.where('state', '=', 'ready')
			.execute();
		const entryIds = new Set(list.flatMap((id) => entryOf.get(id) ?? []));
		await db
			.updateTable('entries')
			.set({ missing_since: since })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', [...entryIds])
			.where('version_id', 'in', list)
			.execute();
	}
}

/** See [Note: Packed rows]. */
async function setMedia(
	db: Executor,
	ownerId: string,
	media: ReadonlyMap<string, MediaFacts>,
): Promise<void> {
	const rows = [...media].map(([id, facts]) => ({ id, ...mediaRowOf(facts) }));
	for (const { table, column } of packRows(rows)) {
		const set = mediaColumns.map((name) => sql`versions.${sql.ref(name)} = ${column(name)}`);
		await sql`update ${table}
			straight_join versions on versions.id = convert(${column('id')} using ascii) collate ascii_bin
			set ${sql.join(set)} where versions.owner_id = ${ownerId}`.execute(db);
	}
}

function rowOf(version: StoredVersion): Insertable<Schema['versions']> {
	return {
		owner_id: version.ownerId,
		entry_id: version.entryId,
		id: version.id,
		object_key: version.objectKey,
		s3_version_id: version.s3VersionId,
		size_bytes: version.sizeBytes,
		checksum: version.checksum,
		content_type: version.contentType,
		modified_at: version.modifiedAt,
		...mediaRowOf(version.media),
		storage_class: version.storageClass,
		restored_until: version.restoredUntil,
		ready_about: version.readyAbout,
		missing_since: version.missingSince,
		...restoringColumns(version.restoring),
		looked_at: version.lookedAt,
		stays_ready: version.staysReady === null ? null : Number(version.staysReady),
		state: version.state,
		created_at: version.createdAt,
	};
}

export function versionOf(row: Selectable<Schema['versions']>): StoredVersion {
	return {
		ownerId: row.owner_id,
		entryId: row.entry_id,
		id: row.id,
		objectKey: row.object_key,
		s3VersionId: row.s3_version_id,
		sizeBytes: row.size_bytes,
		checksum: row.checksum,
		contentType: row.content_type,
		modifiedAt: row.modified_at,
		media: mediaOf(row),
		storageClass: v.parse(storageClass, row.storage_class),
		restoredUntil: row.restored_until,
		readyAbout: row.ready_about,
		missingSince: row.missing_since,
		restoring: restoringOf(row),
		lookedAt: row.looked_at,
		staysReady: row.stays_ready === null ? null : row.stays_ready === 1,
		state: row.state,
		createdAt: row.created_at,
	};
}

function restoringColumns(restoring: Restoring | null) {
	return { restoring_tier: restoring?.tier ?? null, restoring_days: restoring?.days ?? null };
}

function restoringOf({
	restoring_tier: tier,
	restoring_days: days,
}: Selectable<Schema['versions']>): Restoring | null {
	return tier === null || days === null ? null : { tier, days };
}
