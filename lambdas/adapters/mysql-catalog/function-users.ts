import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

/** Whom functions connect as, and what each may do with rows. The template names them in `database.yml`. */
const RIGHTS = {
	vault_app: 'select, insert, update, delete',
	vault_reader: 'select',
} as const;
export type FunctionUser = keyof typeof RIGHTS;

/** The tables whose rows those are: every one of the vault, and none of the migrator's own. */
const TABLES = Object.keys({
	users: true,
	entries: true,
	name_grams: true,
	versions: true,
	derivatives: true,
	derivative_promises: true,
	batches: true,
	uploads: true,
	outbox: true,
	surplus_checks: true,
	notice_wishes: true,
	mailboxes: true,
	confirmation_mails: true,
	restore_jobs: true,
	restore_targets: true,
	restore_folders: true,
	restore_items: true,
	manifests: true,
	person_shares: true,
	comparisons: true,
	totals: true,
	copy_totals: true,
	month_totals: true,
	keep_checks: true,
} satisfies Record<keyof Schema, true>);

/** Which migrations have run: the health page looks, and only the owner writes. */
const MIGRATIONS = 'kysely_migration';

/**
 * Makes the users that functions connect as in AWS, where no user has a password: RDS asks IAM. None of
 * them can change a table. Idempotent; the tables have to be there.
 */
export async function admitFunctionUsers(db: Database): Promise<void> {
	for (const user of Object.keys(RIGHTS) as FunctionUser[]) {
		await sql`create user if not exists ${sql.lit(user)} identified with AWSAuthenticationPlugin as 'RDS' require ssl`.execute(
			db,
		);
		await grantRights(db, user);
	}
}

/** Table by table, to the user or to another of that `name`. */
export async function grantRights(
	db: Database,
	user: FunctionUser,
	name: string = user,
): Promise<void> {
	const grant = async (rights: string, table: string) =>
		sql`grant ${sql.raw(rights)} on ${sql.table(table)} to ${sql.lit(name)}`.execute(db);
	for (const table of TABLES) await grant(RIGHTS[user], table);
	if (user === 'vault_reader') await grant('select', MIGRATIONS);
}
