import type { StoredEntry } from '../../domain/entry.ts';
import type { Executor } from './database.ts';
import { gramsOf } from './grams.ts';
import { insertRows } from './insert-rows.ts';
import { rowLists } from './statement-size.ts';

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
export async function replaceGrams(
	db: Executor,
	before: StoredEntry,
	after: StoredEntry,
): Promise<void> {
	const earlier = new Set(gramsOf(before));
	const later = new Set(gramsOf(after));
	await erase(db, before, [...earlier.difference(later)]);
	// The row that an earlier release has made may have some of them.
	const rows = gramRows(after, [...later.difference(earlier)]);
	await insertRows(db, 'name_grams', rows, { ignore: true });
}

/** An entry's grams follow from what it is called, so no index leads from the entry to them. */
export async function eraseGrams(db: Executor, entries: readonly StoredEntry[]): Promise<void> {
	for (const entry of entries) await erase(db, entry, gramsOf(entry));
}

async function erase(db: Executor, entry: StoredEntry, grams: readonly string[]): Promise<void> {
	for (const list of rowLists(grams.map((gram) => ({ gram: Buffer.from(gram, 'utf8') })))) {
		await db
			.deleteFrom('name_grams')
			.where('owner_id', '=', packId(entry.ownerId))
			.where(
				'gram',
				'in',
				list.map(({ gram }) => gram),
			)
			.where('entry_id', '=', packId(entry.id))
			.execute();
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
