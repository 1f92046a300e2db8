import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { randomUUID } from 'node:crypto';

/** A database of a name that no other has. */
export interface NamedDatabase {
	/** As the functions read it, for the user of the server's address. */
	readonly url: string;
	drop(): Promise<void>;
}

/** `serverUrl` names a server and a user who may make databases; a database in it is not looked at. */
export async function createDatabase(serverUrl: string): Promise<NamedDatabase> {
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	await ask(serverUrl, `create database ${name} character set utf8mb4 collate utf8mb4_bin`);
	return {
		url: url.href,
		async drop() {
			await ask(serverUrl, `drop database ${name}`);
		},
	};
}

/** `MySQL 8.4.6` or `MariaDB 10.11.19`. */
export async function describeServer(serverUrl: string): Promise<string> {
	const [row] = await ask(serverUrl, 'select version() as version');
	const version = String(row?.version);
	const name = version.includes('MariaDB') ? 'MariaDB' : 'MySQL';
	return `${name} ${/^[\d.]+/.exec(version)?.[0] ?? version}`;
}

async function ask(serverUrl: string, statement: string): Promise<RowDataPacket[]> {
	const admin = await connectTo(serverUrl);
	try {
		const [rows] = await admin.query<RowDataPacket[]>(statement);
		return rows;
	} finally {
		await admin.end();
	}
}

function connectTo(serverUrl: string): Promise<Connection> {
	const url = new URL(serverUrl);
	url.pathname = '/';
	return createConnection(url.href);
}
