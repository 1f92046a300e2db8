import type { DerivativeKind } from '#contract/uploads';
import { sql } from 'kysely';
import type { StoredEntry } from '../../domain/entry.ts';
import { foldName } from '../../domain/fold-name.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { EntryChange, EntryRepository } from '../../ports/entries.ts';
import type { Executor } from './database.ts';
import {
	entryColumns,
	entryOf,
	rowOf,
	selectedColumns,
	writtenColumns,
	type EntryRow,
} from './entry-row.ts';
import { insertRows } from './insert-rows.ts';
import { nameKey } from './list-keys.ts';
import { eraseGrams, insertGrams, replaceGrams } from './name-grams.ts';
import { packRows, type Row } from './packed-rows.ts';
import { idLists, rowLists, textPieces } from './statement-size.ts';
import { requireTally, type Tally } from './tally.ts';

/** Without a `tally` it reads alone: what is written is counted, see [Note: Keeping totals]. */
export function createEntryRepository(db: Executor, tally?: Tally): EntryRepository {
	return {
		get: async (ownerId, id) => (await getMany(db, ownerId, [id])).get(id),
		getMany: (ownerId, ids) => getMany(db, ownerId, ids),
		namesakes: (ownerId, parentId, names) => namesakes(db, ownerId, parentId, names),
		takenNames: (ownerId, parentId, names) => takenNames(db, ownerId, parentId, names),
		insert: (entries) => insert(db, entries, requireTally(tally)),
		replace: (before, after) => replace(db, { before, after }, requireTally(tally)),
		replaceMany: (changes) => replaceMany(db, changes, requireTally(tally)),
		addPictures: (ownerId, fileIds, kind) => addPictures(db, { ownerId, fileIds, kind }),
		erase: (entries) => erase(db, entries, requireTally(tally)),
	};
}

/** The index is named: where a vault has a few thousand entries, an optimiser may read all of them for two hundred ids. */
async function getMany(db: Executor, ownerId: string, ids: readonly string[]) {
	const found = new Map<string, StoredEntry>();
	for (const list of idLists(ids)) {
		const { rows } = await sql<EntryRow>`
			select ${selectedColumns}
			from entries force index (entries_id)
			where owner_id = ${ownerId} and id in (${sql.join(list)})`.execute(db);
		for (const row of rows) found.set(row.id, entryOf(row));
	}
	return found;
}

async function namesakes(
	db: Executor,
	ownerId: string,
	parentId: string,
	names: readonly string[],
) {
	const found = new Map<string, StoredEntry>();
	for (const list of nameKeyLists(names)) {
		const rows = await db
			.selectFrom('entries')
			.select(entryColumns)
			.where('owner_id', '=', ownerId)
			.where('parent_id', '=', parentId)
			.where('name_key', 'in', list)
			.execute();
		for (const row of rows) found.set(foldName(row.name), entryOf(row));
	}
	return found;
}

/** From the index of names alone: a key is the folded name in UTF-8. */
async function takenNames(
	db: Executor,
	ownerId: string,
	parentId: string,
	names: readonly string[],
): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const list of nameKeyLists(names)) {
		const rows = await db
			.selectFrom('entries')
			.select('name_key')
			.where('owner_id', '=', ownerId)
			.where('parent_id', '=', parentId)
			.where('name_key', 'in', list)
			.execute();
		for (const row of rows) found.add(row.name_key.toString('utf8'));
	}
	return found;
}

function* nameKeyLists(names: readonly string[]): Generator<readonly Buffer[]> {
	const keys = [...new Set(names.map(foldName))].map((name) => ({ key: nameKey(name) }));
	for (const list of rowLists(keys)) yield list.map(({ key }) => key);
}

async function insert(db: Executor, entries: readonly StoredEntry[], tally: Tally): Promise<void> {
	await insertRows(db, 'entries', entries.map(rowOf));
	await insertGrams(db, entries);
	for (const entry of entries) tally.inserted(entry);
}

async function replaceMany(
	db: Executor,
	changes: readonly EntryChange[],
	tally: Tally,
): Promise<void> {
	const packed: EntryChange[] = [];
	for (const change of changes) {
		const isLong = change.after.trashed !== null && trashedPieces(change.after).length > 1;
		if (isLong || changes.length === 1) await replace(db, change, tally);
		else packed.push(change);
	}
	await updatePacked(db, packed);
	for (const { before, after } of packed) tally.replaced(before, after);
	await replaceGrams(db, packed);
}

/** See [Note: Packed rows]. */
async function updatePacked(db: Executor, changes: readonly EntryChange[]): Promise<void> {
	const rows = changes.map(({ before, after }) => ({ ...rowOf(after), rev_before: before.rev }));
	for (const { table, column, count } of packRows(rows as readonly Row[])) {
		const set = writtenColumns.map((name) => sql`entries.${sql.ref(name)} = ${column(name)}`);
		const { numAffectedRows } = await sql`update ${table}
			straight_join entries on entries.id = convert(${column('id')} using ascii) collate ascii_bin
			set ${sql.join(set)}
			where entries.owner_id = ${column('owner_id')} and entries.rev = ${column('rev_before')}`.execute(
			db,
		);
		if (numAffectedRows !== BigInt(count)) throw new VaultError('stale');
	}
}

function trashedPieces({ trashed }: StoredEntry): readonly string[] {
	return textPieces(JSON.stringify(trashed?.fromPath ?? []));
}

async function replace(db: Executor, { before, after }: EntryChange, tally: Tally): Promise<void> {
	const row = rowOf(after);
	// Sixty-four long names are more than one statement may carry.
	const [path, ...rest] = typeof row.trashed_path === 'string' ? textPieces(row.trashed_path) : [];
	const { numUpdatedRows } = await db
		.updateTable('entries')
		.set({ ...row, trashed_path: path ?? null })
		.where('owner_id', '=', before.ownerId)
		.where('id', '=', before.id)
		.where('rev', '=', before.rev)
		.executeTakeFirstOrThrow();
	if (numUpdatedRows === 0n) throw new VaultError('stale');
	for (const piece of rest) await appendToTrashedPath(db, after, piece);
	tally.replaced(before, after);
	await replaceGrams(db, [{ before, after }]);
}

async function appendToTrashedPath(
	db: Executor,
	{ ownerId, id }: StoredEntry,
	piece: string,
): Promise<void> {
	await db
		.updateTable('entries')
		.set((row) => ({ trashed_path: row.fn<string>('concat', ['trashed_path', row.val(piece)]) }))
		.where('owner_id', '=', ownerId)
		.where('id', '=', id)
		.execute();
}

interface Pictures {
	readonly ownerId: string;
	readonly fileIds: readonly string[];
	readonly kind: DerivativeKind;
}

async function addPictures(db: Executor, { ownerId, fileIds, kind }: Pictures): Promise<void> {
	const column = ({ thumb: 'has_thumb', preview: 'has_preview' } as const)[kind];
	for (const list of idLists(fileIds)) {
		await db
			.updateTable('entries')
			.set({ [column]: true })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.execute();
	}
}

/** Where it lies is asked anew: who calls has often read it before it held the vault. */
async function erase(db: Executor, entries: readonly StoredEntry[], tally: Tally): Promise<void> {
	await eraseGrams(db, entries);
	for (const [ownerId, own] of Map.groupBy(entries, (entry) => entry.ownerId)) {
		const ids = own.map((entry) => entry.id);
		for (const entry of (await getMany(db, ownerId, ids)).values()) tally.erased(entry);
		for (const list of idLists(ids)) {
			await db
				.deleteFrom('entries')
				.where('owner_id', '=', ownerId)
				.where('id', 'in', list)
				.execute();
		}
	}
}
