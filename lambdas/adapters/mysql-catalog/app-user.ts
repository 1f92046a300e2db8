import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Makes the user that functions connect as in AWS, where nobody has a password: RDS asks IAM. It reads
 * and writes rows and can change no table. The template names it in `database.yml`. Idempotent.
 */
export async function admitAppUser(db: Database): Promise<void> {
	await sql`create user if not exists 'vault_app' identified with AWSAuthenticationPlugin as 'RDS' require ssl`.execute(
		db,
	);
	await sql`grant select, insert, update, delete on cloudvault.* to 'vault_app'`.execute(db);
}
