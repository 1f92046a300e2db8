import { getDatabaseHealth as endpoint } from '#contract/health';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { getDatabaseHealth } from '../../../../lambdas/database-health/get-database-health.ts';
import type { DatabaseState } from '../../../../lambdas/ports/database-state.ts';

const CALLER = { ownerId: '01890000-0000-7000-8000-000000000001', signedInAt: 0 };

async function healthOf(more: Partial<DatabaseState> = {}) {
	const database: DatabaseState = {
		knownMigrations: ['0001-vault', '0002-shares'],
		appliedMigrations: () => Promise.resolve(['0001-vault', '0002-shares']),
		sqlModes: () => Promise.resolve(['STRICT_TRANS_TABLES', 'NO_ZERO_DATE']),
		...more,
	};
	const answer = await getDatabaseHealth({ database, onCheckFailed: () => undefined }, CALLER, {});
	return v.parse(endpoint.response, answer);
}

describe('the health of the database', () => {
	test('is all well where every migration ran and values are taken strictly', async () => {
		expect(await healthOf()).toEqual({
			migrations: { state: 'ok', newer: [] },
			sqlMode: { state: 'ok' },
		});
	});

	test.each([
		[[], { state: 'failing', missing: ['0001-vault', '0002-shares'] }],
		[['0001-vault'], { state: 'failing', missing: ['0002-shares'] }],
		// The release was rolled back, which is allowed at any time.
		[['0001-vault', '0002-shares', '0003-later'], { state: 'ok', newer: ['0003-later'] }],
	])('tells what differs where %o ran', async (applied, told) => {
		const { migrations } = await healthOf({ appliedMigrations: () => Promise.resolve(applied) });

		expect(migrations).toEqual(told);
	});

	test.each([
		[['STRICT_ALL_TABLES'], { state: 'ok' }],
		[[''], { state: 'failing', faults: ['not-strict'] }],
		[
			['STRICT_TRANS_TABLES', 'NO_BACKSLASH_ESCAPES'],
			{ state: 'failing', faults: ['no-backslash-escapes'] },
		],
	])('judges the mode %o', async (modes, judged) => {
		const { sqlMode } = await healthOf({ sqlModes: () => Promise.resolve(modes) });

		expect(sqlMode).toEqual(judged);
	});

	test('is unknown while the database does not answer', async () => {
		const silent = () => Promise.reject(new Error('gone'));

		expect(await healthOf({ appliedMigrations: silent, sqlModes: silent })).toEqual({
			migrations: { state: 'unknown' },
			sqlMode: { state: 'unknown' },
		});
	});
});
