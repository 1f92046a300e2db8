import type { Connection } from 'mysql2/promise';
import { Readable } from 'node:stream';

type Value = string | number | boolean | Buffer | Date | null | undefined;

/** Lines that are sent at once. */
const LINES_AT_ONCE = 500;

/** Reads rows into an empty table, far quicker than statements do. */
export async function loadRows(
	connection: Connection,
	table: string,
	rows: Iterable<Readonly<Record<string, Value>>>,
): Promise<void> {
	const iterator = rows[Symbol.iterator]();
	const first = iterator.next();
	if (first.done === true) return;
	const columns = Object.entries(first.value);
	const bytes = columns.flatMap(([name, value]) =>
		Buffer.isBuffer(value) || NULL_OR_BYTES.includes(name) ? [name] : [],
	);
	const fields = columns.map(([name]) => (bytes.includes(name) ? `@${name}` : name));
	const set = bytes.map((name) => `${name} = unhex(@${name})`);
	// It is sorted and written index by index where nothing has to be looked up.
	await connection.query('set unique_checks = 0, foreign_key_checks = 0');
	await connection.query({
		sql: `load data local infile 'rows' into table ${table} character set utf8mb4 (${fields.join(', ')})
			${set.length === 0 ? '' : `set ${set.join(', ')}`}`,
		infileStreamFactory: () => Readable.from(chunksOf(first.value, iterator)),
	});
	await connection.query('set unique_checks = 1, foreign_key_checks = 1');
}

/** Columns of bytes of which the first row may have none. */
const NULL_OR_BYTES: readonly string[] = ['recent_key', 'media_key'];

function* chunksOf<Row extends Readonly<Record<string, Value>>>(
	first: Row,
	rows: Iterator<Row>,
): Generator<Buffer> {
	let lines = [lineOf(first)];
	for (let next = rows.next(); next.done !== true; next = rows.next()) {
		lines.push(lineOf(next.value));
		if (lines.length < LINES_AT_ONCE) continue;
		yield Buffer.from(lines.join(''), 'utf8');
		lines = [];
	}
	yield Buffer.from(lines.join(''), 'utf8');
}

function lineOf(row: Readonly<Record<string, Value>>): string {
	return `${Object.values(row).map(fieldOf).join('\t')}\n`;
}

function fieldOf(value: Value): string {
	if (value === null || value === undefined) return '\\N';
	if (Buffer.isBuffer(value)) return value.toString('hex');
	if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
	if (typeof value === 'boolean') return value ? '1' : '0';
	return String(value).replace(/[\\\t\n]/g, '\\$&');
}
