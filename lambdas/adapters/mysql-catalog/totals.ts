import type { ContentKind } from '#contract/content-types';
import type { FolderTotals } from '#contract/entries';
import { storageClass } from '#contract/entries';
import { contentKind } from '#contract/totals';
import { sql } from 'kysely';
import * as v from 'valibot';
import type { StoredEntry, StoredFolder } from '../../domain/entry.ts';
import { totalOf, type Total } from '../../domain/totals.ts';
import type { TotalsRepository, VaultTotals } from '../../ports/totals.ts';
import type { Executor } from './database.ts';
import { createEntryRepository } from './entries.ts';
import { kindByte } from './list-keys.ts';
import { idLists } from './statement-size.ts';
import { totalRows, type TotalRow } from './tally.ts';

/** Sort keys of folders lie below this. */
const FIRST_FILE_KEY = Buffer.of(kindByte.file);

export function createTotalsRepository(db: Executor): TotalsRepository {
	return {
		of: (ownerId, entries) => totalsOf(db, ownerId, entries),
		ofVault: (ownerId) => ofVault(db, ownerId),
		shown: (ownerId, folderIds) => shown(db, ownerId, folderIds),
		largest: (ownerId, folderId, { kind, limit }) =>
			largest(db, { ownerId, folderId, kind, limit }),
	};
}

async function totalsOf(db: Executor, ownerId: string, entries: readonly StoredEntry[]) {
	const found = new Map<string, Total[]>(
		entries.map((entry) => [entry.id, entry.kind === 'file' ? [totalOf('current', entry)] : []]),
	);
	for (const list of idLists(found.keys())) {
		for (const row of await totalRows(db, ownerId, list)) {
			const total = totalFrom(row);
			if (total !== undefined) found.get(row.entry_id)?.push(total);
		}
	}
	return found;
}

/** A row of nothing says that there was something once. */
function totalFrom({
	part,
	kind,
	storage_class,
	stays,
	items,
	bytes,
}: TotalRow): Total | undefined {
	if (part === 'direct' || (items === 0 && bytes === 0)) return undefined;
	return {
		part,
		kind: v.parse(contentKind, kind),
		storageClass: v.parse(storageClass, storage_class),
		stays: stays === 1,
		kept: stays === 2,
		files: items,
		bytes,
	};
}

/** One statement, which sees one moment. The vault counts versions and uploads together, and the totals every version. */
async function ofVault(db: Executor, ownerId: string): Promise<VaultTotals | undefined> {
	const rows = await db
		.selectFrom('users as u')
		.leftJoin('totals as t', (join) =>
			join
				.onRef('t.owner_id', '=', 'u.id')
				.on((row) =>
					row.or([
						row('t.entry_id', '=', row.ref('u.root_id')),
						row('t.entry_id', '=', row.ref('u.trash_id')),
						row('t.entry_id', '=', row.ref('u.purge_id')),
					]),
				),
		)
		.select(['u.root_id', 'u.trash_id', 'u.purge_id'])
		.select(['u.file_count', 'u.reserved_bytes', 'u.derivative_bytes'])
		.select(['t.entry_id', 't.part', 't.kind', 't.storage_class', 't.stays', 't.items', 't.bytes'])
		.where('u.id', '=', ownerId)
		.execute();
	const [user] = rows;
	if (user === undefined) return undefined;
	const below = (topId: string) =>
		rows.flatMap(({ entry_id, part, kind, storage_class, stays, items, bytes }) => {
			if (entry_id !== topId || part === null || kind === null || storage_class === null) return [];
			const counts = { stays: stays ?? 0, items: items ?? 0, bytes: bytes ?? 0 };
			return totalFrom({ entry_id, part, kind, storage_class, ...counts }) ?? [];
		});
	const vault = below(user.root_id);
	const trash = below(user.trash_id);
	const leaving = below(user.purge_id);
	const stored = [...vault, ...trash, ...leaving].reduce((sum, { files }) => sum + files, 0);
	return {
		vault,
		trash,
		leaving,
		derivativeBytes: user.derivative_bytes,
		unfinished: { files: Math.max(0, user.file_count - stored), bytes: user.reserved_bytes },
	};
}

async function shown(db: Executor, ownerId: string, folderIds: readonly string[]) {
	const found = new Map<string, FolderTotals>();
	for (const list of idLists(folderIds)) {
		for (const { entry_id: id, part, items, bytes } of await totalRows(db, ownerId, list)) {
			const before = found.get(id) ?? { items: 0, files: 0, bytes: 0 };
			if (part === 'direct') found.set(id, { ...before, items });
			if (part !== 'current') continue;
			found.set(id, { ...before, files: before.files + items, bytes: before.bytes + bytes });
		}
	}
	return found;
}

interface Largest {
	readonly ownerId: string;
	readonly folderId: string;
	readonly kind: ContentKind | undefined;
	readonly limit: number;
}

/** Reads the totals of the folders directly there, however much lies in them. */
async function largest(
	db: Executor,
	{ ownerId, folderId, kind, limit }: Largest,
): Promise<readonly StoredFolder[]> {
	const ofKind = kind === undefined ? sql`` : sql`and t.kind = ${kind}`;
	const { rows } = await sql<{ id: string }>`
		select e.id, sum(t.bytes) as held from entries e force index (primary)
		join totals t on t.owner_id = e.owner_id and t.entry_id = e.id and t.part <> 'direct' ${ofKind}
		where e.owner_id = ${ownerId} and e.parent_id = ${folderId} and e.sort_key < ${FIRST_FILE_KEY}
		group by e.id having held > 0
		order by held desc, e.id
		limit ${sql.lit(limit)}`.execute(db);
	const ids = rows.map(({ id }) => id);
	const folders = await createEntryRepository(db).getMany(ownerId, ids);
	return ids.flatMap((id) => {
		const folder = folders.get(id);
		return folder?.kind === 'folder' ? [folder] : [];
	});
}
