import { getDatabaseHealth as endpoint, type Drift } from '#contract/health';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
	getDatabaseHealth,
	type DatabaseHealthDeps,
} from '../../../../lambdas/database-health/get-database-health.ts';
import type { DatabaseState } from '../../../../lambdas/ports/database-state.ts';

const CALLER = { ownerId: '01890000-0000-7000-8000-000000000001', signedInAt: 0 };

const NEVER: DatabaseHealthDeps['comparisons'] = { last: () => Promise.resolve(undefined) };

async function healthOf(more: Partial<DatabaseState> = {}, comparisons = NEVER) {
	const database: DatabaseState = {
		knownMigrations: ['0001-vault', '0002-shares'],
		appliedMigrations: () => Promise.resolve(['0001-vault', '0002-shares']),
		sqlModes: () => Promise.resolve(['STRICT_TRANS_TABLES', 'NO_ZERO_DATE']),
		...more,
	};
	const answer = await getDatabaseHealth(
		{ database, comparisons, onCheckFailed: () => undefined },
		CALLER,
		{},
	);
	return v.parse(endpoint.response, answer);
}

describe('the health of the database', () => {
	test('is all well where every migration ran and values are taken strictly', async () => {
		expect(await healthOf()).toEqual({
			migrations: { state: 'ok', newer: [] },
			sqlMode: { state: 'ok' },
			comparison: { state: 'ok', last: null },
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

		const health = await healthOf(
			{ appliedMigrations: silent, sqlModes: silent },
			{ last: silent },
		);

		expect(health).toEqual({
			migrations: { state: 'unknown' },
			sqlMode: { state: 'unknown' },
			comparison: { state: 'unknown' },
		});
	});

	const found = { count: 2, bytes: 10, usdPerMonth: 0.01 };
	const drift: Drift = {
		compared: 9,
		orphans: found,
		surplus: found,
		hidden: found,
		spared: 0,
		strange: 0,
		ghosts: { files: 0, derivatives: 0, bytes: 0 },
		pricesCheckedOn: '2026-06-18',
	};

	test.each([
		['ok', {}],
		['failing', { ghosts: { files: 1, derivatives: 0, bytes: 5 } }],
		['failing', { ghosts: { files: 0, derivatives: 1, bytes: 5 } }],
		['failing', { spared: 1 }],
		['failing', { strange: 1 }],
	])('is %s by what the last comparison found: %o', async (state, more) => {
		const last = { comparedAt: new Date('2026-03-01T12:00:00Z'), drift: { ...drift, ...more } };

		const { comparison } = await healthOf({}, { last: () => Promise.resolve(last) });

		expect(comparison).toEqual({
			state,
			last: { comparedAt: '2026-03-01T12:00:00.000Z', drift: last.drift },
		});
	});
});
