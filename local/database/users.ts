/** A database user of the template's DATABASE_URLs. */
export interface DatabaseUser {
	readonly name: string;
	readonly password: string;
	/** The owner changes tables; other users read and write rows. */
	readonly isOwner: boolean;
}

/** In AWS our own migration gives each user its rights; here the name says who only reads. */
function rightsOf({ name, isOwner }: DatabaseUser): string {
	if (isOwner) return 'ALL PRIVILEGES';
	return name.endsWith('_reader') ? 'SELECT' : 'SELECT, INSERT, UPDATE, DELETE';
}

export const DATABASE_NAME = 'cloudvault';

/** The statements that make the database and its users, or leave them as they are. */
export function grants(users: readonly DatabaseUser[]): string {
	return [
		`CREATE DATABASE IF NOT EXISTS ${DATABASE_NAME} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`,
		...users.flatMap((user) => {
			const account = `'${user.name}'@'127.0.0.1'`;
			return [
				`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${user.password}';`,
				`GRANT ${rightsOf(user)} ON ${DATABASE_NAME}.* TO ${account};`,
			];
		}),
		'',
	].join('\n');
}

/**
 * The address of this machine's server in place of the one AWS would give: same user and database,
 * but a password instead of IAM, which no server here understands.
 */
export function localDatabaseUrl(
	declared: string,
	server: { readonly port: number; readonly passwordOf: (user: string) => string },
): string {
	const url = new URL(declared);
	url.hostname = '127.0.0.1';
	url.port = String(server.port);
	url.password = server.passwordOf(url.username);
	url.search = '';
	return url.href;
}
