import type { ResponseOf } from '#contract/endpoint';
import type { Drift, getCloudHealth, getDatabaseHealth } from '#contract/health';
import { cloudRows } from '$lib/health/cloud-words';
import { databaseRows } from '$lib/health/database-words';
import { summary } from '$lib/health/summary';
import { describe, expect, test } from 'vitest';
import runbook from '../../../../../docs/operate.md?raw';

type Cloud = ResponseOf<typeof getCloudHealth>;
type Database = ResponseOf<typeof getDatabaseHealth>;

const well: Cloud = {
	versioning: { state: 'ok' },
	lifecycle: { state: 'ok' },
	publicAccess: { state: 'ok' },
	encryption: { state: 'ok' },
	alarms: { state: 'ok', count: 16 },
	subscriptions: { state: 'ok', confirmed: 1, pending: 0 },
	schedules: { state: 'ok', count: 2 },
};
const ill: Cloud = {
	versioning: { state: 'failing' },
	lifecycle: { state: 'failing', faults: ['files-expire', 'older-versions-expire'] },
	publicAccess: { state: 'failing' },
	encryption: { state: 'failing' },
	alarms: {
		state: 'failing',
		ringing: ['vault-errors', 'uploads-errors'],
		runbooks: ['function-errors'],
		silenced: ['api-slow'],
		missing: [],
	},
	subscriptions: { state: 'failing', pending: 0 },
	schedules: { state: 'failing', disabled: ['daily'], missing: [] },
};
const nothing = { count: 0, bytes: 0, usdPerMonth: 0 };
const drift: Drift = {
	compared: 1200,
	orphans: nothing,
	surplus: nothing,
	hidden: nothing,
	spared: 0,
	strange: 0,
	ghosts: { files: 0, derivatives: 0, bytes: 0 },
	pricesCheckedOn: '2026-06-18',
};
const compared = (found: Partial<Drift>) => ({
	comparedAt: '2026-03-01T12:00:00Z',
	drift: { ...drift, ...found },
});
const wellDatabase: Database = {
	migrations: { state: 'ok', newer: [] },
	sqlMode: { state: 'ok' },
	comparison: { state: 'ok', last: compared({}) },
};
const database = databaseRows({
	migrations: { state: 'failing', missing: ['0002-shares'] },
	sqlMode: { state: 'failing', faults: ['not-strict'] },
	comparison: {
		state: 'failing',
		last: compared({
			ghosts: { files: 1, derivatives: 2, bytes: 5 * 1024 ** 2 },
			spared: 1,
			strange: 1,
		}),
	},
});

const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
const row = (rows: ReturnType<typeof cloudRows>, id: string) => rows.find((each) => each.id === id);

describe('the words of the health page', () => {
	test('ask for nothing where all is well', () => {
		const rows = [...cloudRows(well), ...databaseRows(wellDatabase)];

		expect(rows.filter(({ todo }) => todo !== undefined)).toEqual([]);
		expect(summary(rows)).toBe('All is well.');
	});

	test('say of everything that is red what to do, and where it stands', () => {
		const rows = [...cloudRows(ill), ...database];

		for (const { state, todo, sections = [] } of rows) {
			expect([state, todo]).toEqual(['failing', expect.stringMatching(/\.$/)]);
			expect(sections.length).toBeGreaterThan(0);
			for (const section of sections) expect(headings).toContain(section);
		}
		expect(summary(rows)).toBe('10 things need you.');
	});

	test('say of a check that could not be read where to look, and call it neither good nor bad', () => {
		const rows = [...cloudRows(undefined), ...databaseRows(undefined)];

		expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['unknown']));
		for (const section of rows.flatMap(({ sections = [] }) => sections))
			expect(headings).toContain(section);
		expect(summary(rows)).toBe('Nothing wrong that could be seen; 10 not known.');
	});

	test('name each alarm and lead to the section about it', () => {
		expect(row(cloudRows(ill), 'alarms')).toMatchObject({
			text: 'Ringing now: vault-errors, uploads-errors. Silenced, so nobody is told: api-slow.',
			sections: ['function-errors', 'silent-alarms'],
		});
	});

	test.each(['files-expire', 'older-versions-expire'] as const)(
		'press where files are being deleted: %s',
		(fault) => {
			const lifecycle = { state: 'failing' as const, faults: [fault] };

			expect(row(cloudRows({ ...well, lifecycle }), 'lifecycle')?.todo).toContain('today');
		},
	);

	test('do not press where a rule only costs money', () => {
		const costly = { state: 'failing' as const, faults: ['unfinished-uploads-stay' as const] };
		expect(row(cloudRows({ ...well, lifecycle: costly }), 'lifecycle')?.todo).not.toContain(
			'today',
		);
	});

	test.each([
		[{ state: 'ok', confirmed: 2, pending: 1 }, '2 addresses confirmed. 1 address asked'],
		[{ state: 'failing', pending: 1 }, 'Nobody hears the alarms: 1 address asked'],
		[{ state: 'failing', pending: 0 }, 'no address is subscribed'],
	] as const)('say who hears the alarms: %o', (subscriptions, text) => {
		expect(row(cloudRows({ ...well, subscriptions }), 'subscriptions')?.text).toContain(text);
	});

	test('do not mind a release that was rolled back', () => {
		const [tables] = databaseRows({
			...wellDatabase,
			migrations: { state: 'ok', newer: ['0003-later'] },
		});

		expect(tables).toMatchObject({ state: 'ok', text: expect.stringContaining('newer') as string });
	});

	test.each([
		[{}, 'Nothing differs.'],
		[
			{ orphans: { count: 3, bytes: 2 * 1024 ** 3, usdPerMonth: 0.0428 } },
			'3 objects that no file names (2 GB, about $0.05 a month)',
		],
		[
			{ surplus: { count: 1, bytes: 5, usdPerMonth: 0.0000001 } },
			'1 second copy of a file (5 B, less than $0.01 a month)',
		],
		[{ hidden: { count: 2, bytes: 10, usdPerMonth: 1 } }, '2 files below something newer (10 B'],
	])('say what the last comparison found and what that costs: %o', (found, text) => {
		const rows = databaseRows({
			...wellDatabase,
			comparison: { state: 'ok', last: compared(found) },
		});

		expect(row(rows, 'comparison')).toMatchObject({
			state: 'ok',
			text: expect.stringContaining(text) as string,
		});
	});

	test('say how many files have lost their bytes, and what else a person has to look at', () => {
		expect(row(database, 'comparison')).toMatchObject({
			text: expect.stringContaining(
				'1 file and 2 pictures of files whose bytes are missing (5 MB), 1 object that may be the last copy of a file, 1 object that CloudVault did not make',
			) as string,
			sections: ['ghost-found', 'drift-found'],
		});
	});

	test('wait for the first comparison', () => {
		const rows = databaseRows({ ...wellDatabase, comparison: { state: 'ok', last: null } });

		expect(row(rows, 'comparison')?.text).toContain('not compared yet');
	});
});
