import { sql } from 'kysely';
import type { StoredEntry } from '../../domain/entry.ts';
import type { EntryChange } from '../../ports/entries.ts';
import type { Executor } from './database.ts';
import { gramsOf } from './grams.ts';
import { insertRows } from './insert-rows.ts';
import { packRows } from './packed-rows.ts';

/** See [Note: Search]. */
export async function insertGrams(db: Executor, entries: readonly StoredEntry[]): Promise<void> {
	const rows = entries.flatMap((entry) => gramRows(entry, gramsOf(entry)));
	await insertRows(db, 'name_grams', rows);
}

/** The same for entries of which an earlier release may have written some. */
export async function insertMissingGrams(
	db: Executor,
	entries: readonly StoredEntry[],
): Promise<void> {
	const rows = entries.flatMap((entry) => gramRows(entry, gramsOf(entry)));
	await insertRows(db, 'name_grams', rows, { ignore: true });
}

/** Writes what differs alone. */
export async function replaceGrams(db: Executor, changes: readonly EntryChange[]): Promise<void> {
	const differences = changes.map(({ before, after }) => {
		const earlier = new Set(gramsOf(before));
		const later = new Set(gramsOf(after));
		return {
			gone: gramRows(before, [...earlier.difference(later)]),
			fresh: gramRows(after, [...later.difference(earlier)]),
		};
	});
	await erase(
		db,
		differences.flatMap(({ gone }) => gone),
	);
	// The row that an earlier release has made may have some of them.
	const fresh = differences.flatMap((each) => each.fresh);
	await insertRows(db, 'name_grams', fresh, { ignore: true });
}

/** An entry's grams follow from what it is called, so no index leads from the entry to them. */
export async function eraseGrams(db: Executor, entries: readonly StoredEntry[]): Promise<void> {
	await erase(
		db,
		entries.flatMap((entry) => gramRows(entry, gramsOf(entry))),
	);
}

async function erase(db: Executor, rows: ReturnType<typeof gramRows>): Promise<void> {
	for (const { table, column } of packRows(rows)) {
		// The join's order is fixed: each row is looked up by its whole key.
		await sql`delete grams from ${table} straight_join name_grams as grams
			on grams.owner_id = ${column('owner_id')} and grams.gram = ${column('gram')}
				and grams.entry_id = ${column('entry_id')}`.execute(db);
	}
}

function gramRows(entry: StoredEntry, grams: readonly string[]) {
	const owner = packId(entry.ownerId);
	const id = packId(entry.id);
	return grams.map((gram) => ({
		owner_id: owner,
		gram: Buffer.from(gram, 'utf8'),
		entry_id: id,
	}));
}

export function packId(id: string): Buffer {
	return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function unpackId(bytes: Buffer): string {
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
