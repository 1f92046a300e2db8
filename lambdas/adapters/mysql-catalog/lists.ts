import { sql, type RawBuilder } from 'kysely';
import type { StoredFile } from '../../domain/entry.ts';
import type {
	FolderToRead,
	ListFolder,
	ListRepository,
	ListTimeline,
	Positioned,
} from '../../ports/lists.ts';
import type { Executor } from './database.ts';
import { entryColumns, entryOf, type EntryRow } from './entry-row.ts';
import { kindByte } from './list-keys.ts';

/** See [Note: List keys]. The index is named: left to itself an optimiser may take another one and sort. */
const orders = {
	name: { key: sql.ref('sort_key'), index: sql.raw('primary') },
	changed: { key: sql.ref('changed_key'), index: sql.raw('entries_changed') },
	size: { key: sql.ref('size_key'), index: sql.raw('entries_size') },
	recent: { key: sql.ref('recent_key'), index: sql.raw('entries_recent') },
	media: { key: sql.ref('media_key'), index: sql.raw('entries_media') },
} as const;

const BEFORE_FOLDERS = Buffer.alloc(0);
const BEHIND_FOLDERS = Buffer.of(kindByte.file);
const BEHIND_ALL = Buffer.of(0xff);

export function createListRepository(db: Executor): ListRepository {
	return {
		folder: (ownerId, page) => listFolder(db, ownerId, page),
		below: (ownerId, folders, limit) => listBelow(db, { ownerId, folders, limit }),
		timeline: (ownerId, page) => listTimeline(db, ownerId, page),
	};
}

async function listFolder(db: Executor, ownerId: string, page: ListFolder) {
	const where = sql`owner_id = ${ownerId} and parent_id = ${page.folderId}`;
	const order = orderOf(page.sort);
	if (!page.sort.startsWith('-')) {
		const range = { from: page.after ?? BEFORE_FOLDERS, to: BEHIND_ALL };
		return read(db, { where, order, range, limit: page.limit });
	}
	// Folders come first also where the order is turned round: their range, then the files'.
	const found: Positioned<ReturnType<typeof entryOf>>[] = [];
	for (const range of rangesDown(page.after)) {
		const limit = page.limit - found.length;
		if (limit === 0) break;
		found.push(...(await read(db, { where, order, range, limit, down: true })));
	}
	return found;
}

function rangesDown(after: Buffer | undefined): readonly Range[] {
	const folders = { from: BEFORE_FOLDERS, to: after ?? BEHIND_FOLDERS };
	if (after === undefined) return [folders, { from: BEHIND_FOLDERS, to: BEHIND_ALL }];
	if (Buffer.compare(after, BEHIND_FOLDERS) > 0) return [{ from: BEHIND_FOLDERS, to: after }];
	return [folders, { from: BEHIND_FOLDERS, to: BEHIND_ALL }];
}

async function listTimeline(db: Executor, ownerId: string, page: ListTimeline) {
	const rows = await read(db, {
		where: sql`owner_id = ${ownerId}`,
		order: page.only === 'media' ? orders.media : orders.recent,
		range: { from: BEFORE_FOLDERS, to: page.after ?? BEHIND_ALL },
		limit: page.limit,
		down: true,
	});
	return rows.filter((row): row is Positioned<StoredFile> => row.item.kind === 'file');
}

interface ListBelow {
	readonly ownerId: string;
	readonly folders: readonly FolderToRead[];
	readonly limit: number;
}

/** Each folder is one range of the primary key. */
async function listBelow(db: Executor, { ownerId, folders, limit }: ListBelow) {
	if (folders.length === 0) return [];
	const ranges = folders.map(
		({ folderId, after }) =>
			sql`(parent_id = ${folderId} and sort_key > ${after ?? BEFORE_FOLDERS})`,
	);
	const { rows } = await sql<EntryRow & { position: Buffer }>`
		select ${sql.join(entryColumns.map((column) => sql.ref(column)))}, sort_key as position
		from entries force index (primary)
		where owner_id = ${ownerId} and (${sql.join(ranges, sql` or `)})
		order by parent_id, sort_key
		limit ${sql.lit(limit)}`.execute(db);
	return rows.map((row) => ({ item: entryOf(row), position: row.position }));
}

/** Keys strictly between the two. */
interface Range {
	readonly from: Buffer;
	readonly to: Buffer;
}

interface Read {
	readonly where: RawBuilder<unknown>;
	readonly order: (typeof orders)[keyof typeof orders];
	readonly range: Range;
	readonly limit: number;
	readonly down?: boolean;
}

async function read(db: Executor, { where, order, range, limit, down = false }: Read) {
	const { key, index } = order;
	const { rows } = await sql<EntryRow & { position: Buffer }>`
		select ${sql.join(entryColumns.map((column) => sql.ref(column)))}, ${key} as position
		from entries force index (${index})
		where ${where} and ${key} > ${range.from} and ${key} < ${range.to}
		order by ${key} ${down ? sql`desc` : sql`asc`}
		limit ${sql.lit(limit)}`.execute(db);
	return rows.map((row) => ({ item: entryOf(row), position: row.position }));
}

function orderOf(sort: ListFolder['sort']) {
	switch (sort) {
		case 'name':
		case '-name':
			return orders.name;
		case 'changed':
		case '-changed':
			return orders.changed;
		case 'size':
		case '-size':
			return orders.size;
	}
}
