import { sql } from 'kysely';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import { mediaColumns } from '../adapters/mysql-catalog/media-columns.ts';
import type { StoredFile } from '../domain/entry.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

interface Deps {
	readonly db: Database;
	readonly catalog: Catalog;
	readonly store: ObjectStore;
}

/** Rows read at a time. */
const PAGE = 500;

interface FileRow {
	readonly id: string;
	readonly owner_id: string;
	readonly wrong: string;
}

/** Files that say other things of themselves than their current version and its derivatives do. */
export async function* findWrongFiles(deps: Deps): AsyncGenerator<Finding> {
	for await (const rows of pagesById(PAGE, (after) => wrongFiles(deps.db, after))) {
		for (const { id, owner_id: ownerId, wrong } of rows) {
			const message = `says otherwise than its current version: ${wrong}`;
			yield { kind: 'file', subject: id, message, repair: retelling(deps, ownerId, id) };
		}
	}
	yield* findLiveDeleting(deps);
}

async function wrongFiles(db: Database, after: string): Promise<readonly FileRow[]> {
	const has = (kind: string) => sql`exists (
		select 1 from derivatives d where d.version_id = v.id and d.kind = ${kind})`;
	const { rows } = await sql<FileRow>`
		select id, owner_id, wrong from (
			select e.id, e.owner_id, concat_ws(', ',
				case when e.size_bytes <> v.size_bytes then 'size' end,
				case when e.content_type <> v.content_type then 'type' end,
				case when e.storage_class <> v.storage_class then 'storage class' end,
				case when not (e.restored_until <=> v.restored_until) then 'restored until' end,
				case when not (e.ready_about <=> v.ready_about) then 'ready about' end,
				case when not (e.missing_since <=> v.missing_since) then 'missing since' end,
				case when e.stays_ready <> coalesce(v.stays_ready, 0) then 'kept ready' end,
				case when not (e.modified_at <=> v.modified_at) then 'time' end,
				case when not (${sql.join(mediaColumns.map(isAlike), sql` and `)}) then 'what it says of itself' end,
				case when e.has_thumb <> ${has('thumb')} then 'thumbnail' end,
				case when e.has_preview <> ${has('preview')} then 'preview' end
			) as wrong
			from entries e join versions v
				on v.id = e.version_id and v.entry_id = e.id and v.owner_id = e.owner_id
			where e.kind = 'file' and e.id > ${after}
		) as told where wrong <> '' order by id limit ${sql.lit(PAGE)}`.execute(db);
	return rows;
}

const isAlike = (column: string) => sql`${sql.ref(`e.${column}`)} <=> ${sql.ref(`v.${column}`)}`;

/** Whatever the version and its derivatives say is written into the file, and its keys with it. */
function retelling({ catalog }: Deps, ownerId: string, id: string): Repair {
	return {
		does: 'told as its version says',
		run: () =>
			catalog.withLockedOwner(ownerId, async (repositories) => {
				const file = await repositories.entries.get(ownerId, id);
				if (file?.kind !== 'file') return false;
				const { versionId } = file;
				const version = (await repositories.versions.getMany(ownerId, [versionId])).get(versionId);
				if (version?.entryId !== id) return false;
				const derivatives = await repositories.derivatives.ofVersions(ownerId, [versionId]);
				const kinds = new Set(derivatives.map(({ kind }) => kind));
				const { sizeBytes, contentType, modifiedAt, media } = version;
				const { storageClass, restoredUntil, readyAbout, missingSince } = version;
				const told: StoredFile = {
					...file,
					sizeBytes,
					contentType,
					storageClass,
					restoredUntil,
					readyAbout,
					missingSince,
					staysReady: version.staysReady === true,
					modifiedAt,
					media,
					hasThumb: kinds.has('thumb'),
					hasPreview: kinds.has('preview'),
				};
				await repositories.entries.replace(file, told);
				return true;
			}),
	};
}

interface DeletingRow {
	readonly id: string;
	readonly owner_id: string;
	readonly entry_id: string;
}

/** Only what lies in the purge folder is being deleted, and nothing comes back from there. */
async function* findLiveDeleting(deps: Deps): AsyncGenerator<Finding> {
	for await (const rows of pagesById(PAGE, (after) => deletingVersions(deps.db, after))) {
		for (const row of rows) {
			if (!(await isLive(deps.catalog, row))) continue;
			const message = 'is said to be being deleted, and its file is not';
			yield { kind: 'file', subject: row.id, message, repair: reviving(deps, row) };
		}
	}
}

async function deletingVersions(db: Database, after: string): Promise<readonly DeletingRow[]> {
	return db
		.selectFrom('versions')
		.select(['id', 'owner_id', 'entry_id'])
		.where('state', '=', 'deleting')
		.where('id', '>', after)
		.orderBy('id')
		.limit(PAGE)
		.execute();
}

function isLive(catalog: Catalog, row: DeletingRow): Promise<boolean> {
	const { owner_id: ownerId, entry_id: entryId } = row;
	return catalog.withLockedOwner(ownerId, async (repositories, vault) => {
		const entry = await repositories.entries.get(ownerId, entryId);
		if (entry === undefined) return false;
		const place = (await repositories.tree.locate(vault, [entry.parentId])).get(
			entry.parentId,
		)?.place;
		return place === 'vault' || place === 'trash';
	});
}

/** Where its bytes are still there, whole. Otherwise it is a ghost, which cannot be mended. */
function reviving({ db, catalog, store }: Deps, row: DeletingRow): Repair {
	return {
		does: 'kept',
		async run() {
			const { id, owner_id: ownerId } = row;
			const version = (await catalog.versions.getMany(ownerId, [id])).get(id);
			if (version?.state !== 'deleting' || !(await isLive(catalog, row))) return false;
			const { objectKey: key, s3VersionId: objectVersionId, sizeBytes, checksum } = version;
			const object = await store.inspectObjectVersion({ key, objectVersionId });
			if (object?.sizeBytes !== sizeBytes || object.checksum !== checksum) return false;
			await db
				.updateTable('versions')
				.set({ state: 'ready' })
				.where('owner_id', '=', ownerId)
				.where('id', '=', id)
				.execute();
			return true;
		},
	};
}
