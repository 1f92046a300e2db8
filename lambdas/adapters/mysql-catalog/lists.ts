import { sql, type RawBuilder } from 'kysely';
import type { Named } from '../../domain/collated-list.ts';
import type { StoredFile } from '../../domain/entry.ts';
import type {
	FolderToRead,
	ListFolder,
	ListRepository,
	ListTimeline,
	Positioned,
	SkipInFolder,
} from '../../ports/lists.ts';
import type { Executor } from './database.ts';
import { entryOf, selectedColumns, type EntryRow } from './entry-row.ts';
import { kindByte, mediaKeyFrom } from './list-keys.ts';

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
const FOLDERS: Range = { from: BEFORE_FOLDERS, to: BEHIND_FOLDERS };
const FILES: Range = { from: BEHIND_FOLDERS, to: BEHIND_ALL };
const ALL: Range = { from: BEFORE_FOLDERS, to: BEHIND_ALL };

export function createListRepository(db: Executor): ListRepository {
	return {
		folder: (ownerId, page) => listFolder(db, ownerId, page),
		names: (ownerId, folderId, max) => listNames(db, { ownerId, folderId, max }),
		skip: (ownerId, rows) => skipInFolder(db, ownerId, rows),
		below: (ownerId, folders, limit) => listBelow(db, { ownerId, folders, limit }),
		timeline: (ownerId, page) => listTimeline(db, ownerId, page),
	};
}

async function listFolder(db: Executor, ownerId: string, page: ListFolder) {
	const { ranges, ...reading } = readingOf(ownerId, page);
	const found: Positioned<ReturnType<typeof entryOf>>[] = [];
	for (const range of ranges) {
		const left = page.limit - found.length;
		if (left === 0) break;
		found.push(...(await readRange(db, { ...reading, range, limit: left })));
	}
	return found;
}

/** Of the keys alone: a page behind them is read by its own statement, so that no row is read to be left out. */
async function skipInFolder(db: Executor, ownerId: string, rows: SkipInFolder) {
	const { ranges, ...reading } = readingOf(ownerId, rows);
	let left = rows.skip;
	for (const [index, range] of ranges.entries()) {
		const position = await keyOf(db, { ...reading, range, limit: left });
		if (position !== undefined) return position;
		if (index < ranges.length - 1) left -= await countOf(db, { ...reading, range, limit: left });
	}
	return undefined;
}

/** In which order a folder is read, and which ranges of it one after the other. */
function readingOf(ownerId: string, page: Omit<ListFolder, 'limit'>) {
	const { folderId, sort, from = 'start', after } = page;
	const where = sql`owner_id = ${ownerId} and parent_id = ${folderId}`;
	const turned = sort.startsWith('-');
	const down = turned !== (from === 'end');
	// Folders come first also where the order is turned round: their range, then the files'.
	const parts = turned ? [FOLDERS, FILES] : [ALL];
	const read = from === 'end' ? parts.toReversed() : parts;
	return { where, down, order: orderOf(sort), ranges: rangesBehind(after, read, down) };
}

/**
 * Ids of the folders that `listFolder` gives of this page, to be joined in a statement beside it; where files come first, of all
 * folders that may. Undefined where there can be none.
 */
export function foldersOnPage(
	ownerId: string,
	{ folderId, sort, from = 'start', after, limit }: ListFolder,
): RawBuilder<unknown> | undefined {
	const isBehindFolders = after !== undefined && partOf(after) === FILES;
	if (isBehindFolders && from === 'start') return undefined;
	const down = sort.startsWith('-') !== (from === 'end');
	const [range = FOLDERS] = rangesBehind(isBehindFolders ? undefined : after, [FOLDERS], down);
	const { key, index } = orderOf(sort);
	return sql`select id from entries force index (${index})
		where owner_id = ${ownerId} and parent_id = ${folderId} and ${key} > ${range.from} and ${key} < ${range.to}
		order by ${key} ${down ? sql`desc` : sql`asc`} limit ${sql.lit(limit)}`;
}

/** What is left of the ranges, in the order in which they are read, behind a position in one of them. */
function rangesBehind(
	after: Buffer | undefined,
	parts: readonly Range[],
	down: boolean,
): readonly Range[] {
	if (after === undefined) return parts;
	const at = parts.findIndex((part) => part === ALL || part === partOf(after));
	const [part, ...rest] = parts.slice(at);
	if (part === undefined) return [];
	return [down ? { from: part.from, to: after } : { from: after, to: part.to }, ...rest];
}

function partOf(position: Buffer): Range {
	return Buffer.compare(position, BEHIND_FOLDERS) > 0 ? FILES : FOLDERS;
}

async function listTimeline(db: Executor, ownerId: string, page: ListTimeline) {
	const rows = await readRange(db, {
		where: sql`owner_id = ${ownerId}`,
		order: page.only === 'media' ? orders.media : orders.recent,
		range: { from: daysFrom(page.takenFrom), to: page.after ?? daysBefore(page.takenBefore) },
		limit: page.limit,
		down: true,
	});
	return rows.filter((row): row is Positioned<StoredFile> => row.item.kind === 'file');
}

function daysFrom(day: string | undefined): Buffer {
	return day === undefined ? BEFORE_FOLDERS : mediaKeyFrom(day);
}

function daysBefore(day: string | undefined): Buffer {
	return day === undefined ? BEHIND_ALL : mediaKeyFrom(day);
}

interface ListNames {
	readonly ownerId: string;
	readonly folderId: string;
	readonly max: number;
}

async function listNames(db: Executor, { ownerId, folderId, max }: ListNames) {
	const { rows } = await sql<Named>`
		select id, kind, name
		from entries force index (primary)
		where owner_id = ${ownerId} and parent_id = ${folderId}
		limit ${sql.lit(max + 1)}`.execute(db);
	return rows.length > max ? undefined : rows;
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
		select ${selectedColumns}, sort_key as position
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

async function readRange(db: Executor, read: Read) {
	const { rows } = await sql<EntryRow & { position: Buffer }>`
		select ${selectedColumns}, ${read.order.key} as position
		${inRange(read)}
		order by ${read.order.key} ${read.down ? sql`desc` : sql`asc`}
		limit ${sql.lit(read.limit)}`.execute(db);
	return rows.map((row) => ({ item: entryOf(row), position: row.position }));
}

/** The key of the last of so many rows; undefined where there are not so many. */
async function keyOf(db: Executor, read: Read): Promise<Buffer | undefined> {
	const { rows } = await sql<{ position: Buffer }>`
		select ${read.order.key} as position ${inRange(read)}
		order by ${read.order.key} ${read.down ? sql`desc` : sql`asc`}
		limit 1 offset ${sql.lit(read.limit - 1)}`.execute(db);
	return rows[0]?.position;
}

/** How many rows there are, counted no further than the limit. */
async function countOf(db: Executor, read: Read): Promise<number> {
	const { rows } = await sql<{ count: number }>`
		select count(*) as count
		from (select 1 ${inRange(read)} limit ${sql.lit(read.limit)}) as counted`.execute(db);
	return rows[0]?.count ?? 0;
}

function inRange({ where, order: { key, index }, range }: Read): RawBuilder<unknown> {
	return sql`from entries force index (${index})
		where ${where} and ${key} > ${range.from} and ${key} < ${range.to}`;
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
