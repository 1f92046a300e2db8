import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Stack } from '../support/stack.ts';

/** By what is counted, such as `invocations of uploads`: what AWS would write a bill for, and the ways to the database. */
type Counts = Readonly<Record<string, number>>;

/** What a stack has asked of AWS since it began to be counted. There is one for each stack: it takes the place of the faults of S3. */
export class CloudCounts {
	readonly #stack: Stack;
	readonly #requests = new Map<string, number>();

	constructor(stack: Stack) {
		this.#stack = stack;
		stack.s3?.injectFaults(({ operation }) => {
			this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + 1);
			return undefined;
		});
	}

	async read(): Promise<Counts> {
		const requests = [...this.#requests].map(
			([operation, count]) => [`S3 ${operation}`, count] as const,
		);
		return {
			...Object.fromEntries<number>(requests),
			...(await this.#invocations()),
			...(await this.#database()),
		};
	}

	/** Events of S3 that wait in a queue for their function. */
	get waitingMessages(): number {
		const file = new DatabaseSync(join(this.#stack.dataDir, 'messages.sqlite'), { readOnly: true });
		const row = file.prepare('SELECT COUNT(*) AS count FROM messages').get();
		file.close();
		return Number(row?.count);
	}

	/** Each writes a report into the log of its function. */
	async #invocations(): Promise<Counts> {
		const directory = join(this.#stack.dataDir, 'logs');
		const counts: Record<string, number> = {};
		for (const name of await readdir(directory)) {
			const text = await readFile(join(directory, name), 'utf8');
			const count = text.split('"platform.report"').length - 1;
			const short = /([^-]+)\.\w+$/.exec(name)?.[1] ?? name;
			if (count > 0) counts[`invocations of ${short}`] = count;
		}
		return counts;
	}

	/** https://mariadb.com/docs/server/ha-and-performance/optimization-and-tuning/system-variables/server-status-variables */
	async #database(): Promise<Counts> {
		const database = await createConnection(this.#stack.databaseUrl);
		const [rows] = await database.query<RowDataPacket[]>(
			"SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Com_begin')",
		);
		await database.end();
		const status = new Map(rows.map((row) => [String(row.Variable_name), Number(row.Value)]));
		return {
			statements: status.get('Questions') ?? 0,
			transactions: status.get('Com_begin') ?? 0,
		};
	}
}

/** What came between two readings. */
export function countsBetween(before: Counts, after: Counts): Counts {
	return Object.fromEntries(
		Object.entries(after)
			.map(([what, count]) => [what, count - (before[what] ?? 0)] as const)
			.filter(([, count]) => count > 0),
	);
}
