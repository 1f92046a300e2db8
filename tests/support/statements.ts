import type { FreshDatabase } from './database.ts';

export interface Counted<T> {
	readonly result: T;
	/** As the application wrote them, without their values. */
	readonly statements: readonly string[];
}

/** What `work` asks the database, over all connections of the pool. */
export async function countStatements<T>(
	{ onStatement }: FreshDatabase,
	work: () => Promise<T>,
): Promise<Counted<T>> {
	const statements: string[] = [];
	const stop = onStatement((statement) => statements.push(statement.trim().replace(/\s+/g, ' ')));
	try {
		return { result: await work(), statements };
	} finally {
		stop();
	}
}
