import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

const CONNECT_MS = 5000;

/**
 * Throws a sentence unless DATABASE_URL names a database that lets us in and is set up as the product
 * takes for granted: what does not fit is refused rather than cut, and a backslash escapes.
 */
export async function requireDatabase(url: string): Promise<void> {
	const connection = await connect(url);
	try {
		const [rows] = await connection.query<RowDataPacket[]>('select @@sql_mode as mode');
		const modes = String(rows[0]?.mode).split(',');
		const isStrict = modes.includes('STRICT_TRANS_TABLES') || modes.includes('STRICT_ALL_TABLES');
		if (isStrict && !modes.includes('NO_BACKSLASH_ESCAPES')) return;
		throw new Error(
			'The server of DATABASE_URL needs an sql_mode with STRICT_TRANS_TABLES and without NO_BACKSLASH_ESCAPES.',
		);
	} finally {
		await connection.end();
	}
}

async function connect(url: string): Promise<Connection> {
	// Not repeated in the sentence: it holds a password.
	if (!/^mysql:\/\/[^/]+\/.+/.test(url) || !URL.canParse(url)) {
		throw new Error('DATABASE_URL is read as mysql://user:password@host:port/database.');
	}
	try {
		return await createConnection({ uri: url, connectTimeout: CONNECT_MS });
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(`The database of DATABASE_URL does not let us in: ${why}`, { cause: error });
	}
}
