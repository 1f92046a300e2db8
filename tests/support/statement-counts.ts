/** What one call of a verb asks the database. */
export interface StatementCounts {
	/** `begin` and `commit` among them. */
	readonly statements: number;
	readonly transactions: number;
	/** Statements that lock what they read: each the row of the owner, the first of its transaction. */
	readonly locks: number;
}

interface OneAndHundred {
	readonly one: StatementCounts;
	readonly hundred: StatementCounts;
}

const same = (statements: number, transactions: number): StatementCounts => ({
	statements,
	transactions,
	locks: transactions,
});

/** Of one file and of a hundred: `tests/integration/statements/` counts them, docs/performance.md shows them. */
export const statementCounts = {
	beginUploads: { one: same(11, 1), hundred: same(12, 1) },
	completeUploads: { one: same(22, 1), hundred: same(24, 1) },
	followObjectEvents: { one: same(4, 0), hundred: same(4, 0) },
	listFolder: { one: same(3, 0), hundred: same(3, 0) },
	signDownloads: { one: same(4, 0), hundred: same(4, 0) },
	moveEntries: { one: same(9, 1), hundred: same(11, 1) },
	trashEntries: { one: same(8, 1), hundred: same(8, 1) },
	putBackEntries: { one: same(12, 1), hundred: same(12, 1) },
	purgeEntries: { one: same(32, 3), hundred: same(32, 3) },
} as const satisfies Readonly<Record<string, OneAndHundred>>;
