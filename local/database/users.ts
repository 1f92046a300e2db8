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

/** Of the accounts that MariaDB makes itself; it makes them without a password. */
const ROOT_HOSTS = ['localhost', '127.0.0.1', '::1'];

/**
 * The statements that close the server's own accounts to other users of the machine: root gets a
 * password of this data directory, and the accounts under the machine's name and without a name go.
 */
export function closeRoot(password: string): string {
	const hosts = ROOT_HOSTS.map((host) => `'${host}'`).join(', ');
	return [
		`DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host NOT IN (${hosts}));`,
		'FLUSH PRIVILEGES;',
		...ROOT_HOSTS.map(
			(host) => `ALTER USER IF EXISTS 'root'@'${host}' IDENTIFIED BY '${password}';`,
		),
		'',
	].join('\n');
}

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
