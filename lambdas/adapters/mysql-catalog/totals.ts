import type { ContentKind } from '#contract/content-types';
import type { FolderTotals } from '#contract/entries';
import { storageClass } from '#contract/entries';
import { MONTHS_MAX } from '#contract/limits';
import { contentKind } from '#contract/totals';
import { sql, type Selectable } from 'kysely';
import * as v from 'valibot';
import type { StoredEntry, StoredFolder } from '../../domain/entry.ts';
import {
	copyOf,
	totalOf,
	type CopyTotal,
	type Holding,
	type Total,
	type TotalPart,
} from '../../domain/totals.ts';
import type { ListFolder } from '../../ports/lists.ts';
import type { TotalsRepository, VaultTotals } from '../../ports/totals.ts';
import type { Executor } from './database.ts';
import { createEntryRepository } from './entries.ts';
import { kindByte } from './list-keys.ts';
import { foldersOnPage } from './lists.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';
import { heldRows, type TotalRow } from './total-rows.ts';

/** Sort keys of folders lie below this. */
const FIRST_FILE_KEY = Buffer.of(kindByte.file);

export function createTotalsRepository(db: Executor): TotalsRepository {
	return {
		of: (ownerId, entries) => totalsOf(db, ownerId, entries),
		ofVault: (ownerId) => ofVault(db, ownerId),
		shown: (ownerId, folderIds) => shown(db, ownerId, folderIds),
		onPage: (ownerId, page) => onPage(db, ownerId, page),
		months: (ownerId, folderId) => months(db, ownerId, folderId),
		largest: (ownerId, folderId, { kind, limit }) =>
			largest(db, { ownerId, folderId, kind, limit }),
	};
}

async function totalsOf(db: Executor, ownerId: string, entries: readonly StoredEntry[]) {
	const found = new Map<string, { readonly totals: Total[]; readonly copies: CopyTotal[] }>();
	for (const entry of entries) {
		const isFile = entry.kind === 'file';
		const copy = isFile ? copyOf('current', entry) : undefined;
		found.set(entry.id, {
			totals: isFile ? [totalOf('current', entry)] : [],
			copies: copy === undefined ? [] : [copy],
		});
	}
	for (const list of idLists(found.keys())) {
		for (const row of await heldRows(db, ownerId, list)) {
			const held = holdingOf([row]);
			found.get(row.entry_id)?.totals.push(...held.totals);
			found.get(row.entry_id)?.copies.push(...held.copies);
		}
	}
	return found;
}

/** A row of nothing says that there was something once. */
function holdingOf(rows: readonly TotalRow[]): Holding {
	const totals: Total[] = [];
	const copies: CopyTotal[] = [];
	for (const { part, kind: name, storage_class, stays, period, items, bytes } of rows) {
		if (!isPart(part) || (items === 0 && bytes === 0)) continue;
		const counted = { part, kind: v.parse(contentKind, name), files: items, bytes };
		if (period !== '') copies.push({ ...counted, endsOn: period });
		else {
			const storedIn = v.parse(storageClass, storage_class);
			totals.push({ ...counted, storageClass: storedIn, stays: stays === 1, kept: stays === 2 });
		}
	}
	return { totals, copies };
}

function isPart(part: TotalRow['part']): part is TotalPart {
	return part === 'current' || part === 'older';
}

/** One statement, which sees one moment. The vault counts versions and uploads together, and the totals every version. */
async function ofVault(db: Executor, ownerId: string): Promise<VaultTotals | undefined> {
	const top = sql`t.owner_id = u.id and t.entry_id in (u.root_id, u.trash_id, u.purge_id)`;
	const { rows } = await sql<VaultRow>`
		select u.root_id, u.trash_id, u.purge_id, u.file_count, u.reserved_bytes, u.derivative_bytes,
			t.entry_id, t.part, t.kind, t.storage_class, t.stays, '' as period, t.items, t.bytes
		from users u left join totals t on ${top} where u.id = ${ownerId}
		union all
		select u.root_id, u.trash_id, u.purge_id, u.file_count, u.reserved_bytes, u.derivative_bytes,
			t.entry_id, t.part, t.kind, '', 0, t.ends_on, t.items, t.bytes
		from users u join copy_totals t on ${top} where u.id = ${ownerId}`.execute(db);
	const [user] = rows;
	if (user === undefined) return undefined;
	const below = (topId: string) =>
		holdingOf(rows.filter(isTotal).filter((row) => row.entry_id === topId));
	const [vault, trash, leaving] = [below(user.root_id), below(user.trash_id), below(user.purge_id)];
	const stored = [vault, trash, leaving].flatMap(({ totals }) => totals);
	const files = stored.reduce((sum, total) => sum + total.files, 0);
	return {
		vault,
		trash,
		leaving,
		derivativeBytes: user.derivative_bytes,
		unfinished: { files: Math.max(0, user.file_count - files), bytes: user.reserved_bytes },
	};
}

type UserRow = Pick<
	Selectable<Schema['users']>,
	'root_id' | 'trash_id' | 'purge_id' | 'file_count' | 'reserved_bytes' | 'derivative_bytes'
>;
/** Of a vault that holds nothing there is one row, without a total. */
type VaultRow = UserRow & (TotalRow | { readonly entry_id: null });

function isTotal(row: VaultRow): row is UserRow & TotalRow {
	return row.entry_id !== null;
}

type ShownRow = Pick<Selectable<Schema['totals']>, 'entry_id' | 'part' | 'items' | 'bytes'>;

async function shown(db: Executor, ownerId: string, folderIds: readonly string[]) {
	const rows: ShownRow[] = [];
	for (const list of idLists(folderIds)) {
		const some = await db
			.selectFrom('totals')
			.select(['entry_id', 'part', 'items', 'bytes'])
			.where('owner_id', '=', ownerId)
			.where('entry_id', 'in', list)
			.execute();
		rows.push(...some);
	}
	return shownOf(rows);
}

/** The range that the page reads is read once more, which costs both sides less than two hundred ids in a statement would, and waits for nothing. */
async function onPage(db: Executor, ownerId: string, page: ListFolder) {
	const folders = foldersOnPage(ownerId, page);
	const own = sql`select entry_id, part, items, bytes from totals
		where owner_id = ${ownerId} and entry_id = ${page.folderId}`;
	const theirs = sql`select t.entry_id, t.part, t.items, t.bytes from (${folders}) as page
		straight_join totals as t on t.owner_id = ${ownerId} and t.entry_id = page.id`;
	const both = folders === undefined ? own : sql`${own} union all ${theirs}`;
	return shownOf((await sql<ShownRow>`${both}`.execute(db)).rows);
}

function shownOf(rows: readonly ShownRow[]): ReadonlyMap<string, FolderTotals> {
	const found = new Map<string, FolderTotals>();
	for (const { entry_id: id, part, items, bytes } of rows) {
		const before = found.get(id) ?? { items: 0, files: 0, bytes: 0 };
		if (part === 'direct') found.set(id, { ...before, items });
		if (part !== 'current') continue;
		found.set(id, { ...before, files: before.files + items, bytes: before.bytes + bytes });
	}
	return found;
}

async function months(db: Executor, ownerId: string, folderId: string) {
	const rows = await db
		.selectFrom('month_totals')
		.select(['month', 'items'])
		.where('owner_id', '=', ownerId)
		.where('entry_id', '=', folderId)
		.orderBy('month', 'desc')
		.limit(MONTHS_MAX)
		.execute();
	return rows.flatMap(({ month, items }) => (items > 0 ? [{ month, files: items }] : []));
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
