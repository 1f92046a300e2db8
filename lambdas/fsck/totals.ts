import { transact, type Database } from '../adapters/mysql-catalog/database.ts';
import { recount, writeRecounted } from '../adapters/mysql-catalog/recount.ts';
import { sortKey, storedRows, type TotalRow } from '../adapters/mysql-catalog/total-rows.ts';
import { lockAnyVault } from '../adapters/mysql-catalog/users.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

const PAGE = 100;

/** What each folder says lies below it, which copies are restored of it and in which months its pictures were taken, against the rows: one vault at a time, as it is at one moment. */
export async function* findWrongTotals(db: Database): AsyncGenerator<Finding> {
	for await (const owners of pagesById(PAGE, (after) => ownersAfter(db, after))) {
		for (const { id: ownerId } of owners) {
			const wrong = await wrongTotals(db, ownerId);
			const [first] = wrong;
			if (first === undefined) continue;
			const message = `has ${String(wrong.length)} wrong totals, that of ${first} among them`;
			yield { kind: 'total', subject: ownerId, message, repair: counting(db, ownerId) };
		}
	}
}

async function ownersAfter(db: Database, after: string) {
	return db
		.selectFrom('users')
		.select('id')
		.where('id', '>', after)
		.orderBy('id')
		.limit(PAGE)
		.execute();
}

/** Ids of folders, and of files with older versions, whose totals are wrong. */
async function wrongTotals(db: Database, ownerId: string): Promise<readonly string[]> {
	const [stored, counted] = await transact(db, async (transaction) => [
		await storedRows(transaction, ownerId),
		await recount(transaction, ownerId),
	]);
	const left = new Map(counted.map((row) => [nameOf(row), row]));
	const wrong = new Set<string>();
	for (const row of stored) {
		const right = left.get(nameOf(row)) ?? { items: 0, bytes: 0 };
		left.delete(nameOf(row));
		if (right.items !== row.items || right.bytes !== row.bytes) wrong.add(row.entry_id);
	}
	for (const { entry_id: id } of left.values()) wrong.add(id);
	return [...wrong];
}

function nameOf(row: TotalRow): string {
	return `${row.entry_id} ${sortKey(row)}`;
}

function counting(db: Database, ownerId: string): Repair {
	return {
		does: 'counted anew',
		run: () =>
			transact(db, async (transaction) => {
				await lockAnyVault(transaction, ownerId);
				await writeRecounted(transaction, ownerId);
				return true;
			}),
	};
}
