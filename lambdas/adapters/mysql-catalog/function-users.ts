import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whom functions connect as, and what each may do with the rows. The template names them in `database.yml`. */
const RIGHTS = {
	vault_app: 'select, insert, update, delete',
	vault_reader: 'select',
} as const;

/**
 * Makes the users that functions connect as in AWS, where nobody has a password: RDS asks IAM. None of
 * them can change a table. Idempotent.
 */
export async function admitFunctionUsers(db: Database): Promise<void> {
	for (const [user, rights] of Object.entries(RIGHTS)) {
		const name = sql.lit(user);
		await sql`create user if not exists ${name} identified with AWSAuthenticationPlugin as 'RDS' require ssl`.execute(
			db,
		);
		await sql`grant ${sql.raw(rights)} on cloudvault.* to ${name}`.execute(db);
	}
}
