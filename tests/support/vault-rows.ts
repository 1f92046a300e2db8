import type { FreshDatabase } from './database.ts';

const TABLES = {
	users: 'id',
	entries: 'owner_id',
	name_grams: 'owner_id',
	versions: 'owner_id',
	derivatives: 'owner_id',
	month_totals: 'owner_id',
} as const;

/** Every row of one person that a vault is made of, as the database has it, in no order of its own. */
export async function vaultRows({ observer }: FreshDatabase, ownerId: string): Promise<unknown> {
	const rows: Record<string, unknown> = {};
	for (const [table, column] of Object.entries(TABLES)) {
		const owner =
			table === 'name_grams' ? Buffer.from(ownerId.replaceAll('-', ''), 'hex') : ownerId;
		const [found] = await observer.query(`select * from ${table} where ${column} = ?`, [owner]);
		rows[table] = (found as unknown[]).map((row) => JSON.stringify(row)).sort();
	}
	return rows;
}

/** What a database that was lost and made anew knows: nothing. */
export async function loseRows({ observer }: FreshDatabase): Promise<void> {
	const [tables] = await observer.query(
		"select table_name as name from information_schema.tables where table_schema = database() and table_name not like 'kysely%'",
	);
	for (const { name } of tables as { name: string }[]) await observer.query(`delete from ${name}`);
}
