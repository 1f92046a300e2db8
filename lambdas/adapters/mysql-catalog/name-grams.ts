import type { StoredEntry } from '../../domain/entry.ts';
import type { Executor } from './database.ts';
import { gramsOf } from './grams.ts';
import { rowLists } from './statement-size.ts';

/** See [Note: Search]. */
export async function insertGrams(db: Executor, entries: readonly StoredEntry[]): Promise<void> {
	const rows = entries.flatMap((entry) =>
		gramsOf(entry.name).map((gram) => ({
			owner_id: packId(entry.ownerId),
			gram: Buffer.from(gram, 'utf8'),
			entry_id: packId(entry.id),
		})),
	);
	for (const list of rowLists(rows)) await db.insertInto('name_grams').values(list).execute();
}

/** An entry's grams follow from its name, so no index leads from the entry to them. */
export async function eraseGrams(db: Executor, entries: readonly StoredEntry[]): Promise<void> {
	for (const entry of entries) {
		const grams = gramsOf(entry.name).map((gram) => ({ gram: Buffer.from(gram, 'utf8') }));
		for (const list of rowLists(grams)) {
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
}

export function packId(id: string): Buffer {
	return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function unpackId(bytes: Buffer): string {
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
