import type { ResponseOf } from '#contract/endpoint';
import type { getCloudHealth } from '#contract/health';
import { cloudRows } from '$lib/health/cloud-words';
import { databaseRows } from '$lib/health/database-words';
import { summary } from '$lib/health/summary';
import { describe, expect, test } from 'vitest';
import runbook from '../../../../../docs/operate.md?raw';

type Cloud = ResponseOf<typeof getCloudHealth>;

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
const database = databaseRows({
	migrations: { state: 'failing', missing: ['0002-shares'] },
	sqlMode: { state: 'failing', faults: ['not-strict'] },
});

const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
const row = (rows: ReturnType<typeof cloudRows>, id: string) => rows.find((each) => each.id === id);

describe('the words of the health page', () => {
	test('ask for nothing where all is well', () => {
		const rows = [
			...cloudRows(well),
			...databaseRows({ migrations: { state: 'ok', newer: [] }, sqlMode: { state: 'ok' } }),
		];

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
		expect(summary(rows)).toBe('9 things need you.');
	});

	test('say of a check that could not be read where to look, and call it neither good nor bad', () => {
		const rows = [...cloudRows(undefined), ...databaseRows(undefined)];

		expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['unknown']));
		for (const section of rows.flatMap(({ sections = [] }) => sections))
			expect(headings).toContain(section);
		expect(summary(rows)).toBe('Nothing wrong that could be seen; 9 not known.');
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
			migrations: { state: 'ok', newer: ['0003-later'] },
			sqlMode: { state: 'ok' },
		});

		expect(tables).toMatchObject({ state: 'ok', text: expect.stringContaining('newer') as string });
	});
});
