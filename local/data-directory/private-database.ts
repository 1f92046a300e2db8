import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A database of SQLite in a file that its user alone can read, with the tables of the schema. A kill loses nothing committed. */
export function openPrivateDatabase(file: string, schema: string): DatabaseSync {
	mkdirSync(dirname(file), { recursive: true });
	// SQLite gives its other files the mode of this one.
	closeSync(openSync(file, 'a', 0o600));
	const sqlite = new DatabaseSync(file);
	sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
	sqlite.exec(schema);
	return sqlite;
}
