import { getCloudHealth as endpoint } from '#contract/health';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import {
	getCloudHealth,
	type CloudHealthDeps,
} from '../../../../lambdas/health/get-cloud-health.ts';
import type { Alarm } from '../../../../lambdas/ports/alarms.ts';

const CALLER = { ownerId: '01890000-0000-7000-8000-000000000001', signedInAt: 0 };

const quiet = (name: string): Alarm => ({ name: `vault-${name}`, isRinging: false, isHeard: true });

/** A stage in which all is well, but for what a test changes. */
function stage(more: Partial<CloudHealthDeps> = {}): CloudHealthDeps {
	return {
		bucket: {
			keepsVersions: () => Promise.resolve(true),
			lifecycleRules: () => Promise.resolve(RULES),
			isClosedToPublic: () => Promise.resolve(true),
			encrypts: () => Promise.resolve(true),
		},
		alarms: { find: () => Promise.resolve([quiet('dead-letters'), quiet('api-slow')]) },
		expected: { prefix: 'vault-', alarms: ['dead-letters', 'api-slow'] },
		listeners: { count: () => Promise.resolve({ confirmed: 1, pending: 0 }) },
		schedules: { stateOf: () => Promise.resolve('enabled') },
		expectedSchedules: ['often', 'daily'],
		onCheckFailed: () => undefined,
		...more,
	};
}

const RULES = [
	{
		isOn: true,
		prefix: 'u/',
		isNarrowed: false,
		onlyTag: undefined,
		moves: [{ to: 'STANDARD_IA', afterDays: 30 }],
		expires: false,
		expiresOlderVersions: false,
		unfinishedUploadsGoAfterDays: 7,
	},
	{
		isOn: true,
		prefix: 'u/',
		isNarrowed: true,
		onlyTag: 'archive=auto',
		moves: [{ to: 'GLACIER', afterDays: 60 }],
		expires: false,
		expiresOlderVersions: false,
		unfinishedUploadsGoAfterDays: undefined,
	},
];

/** The answer as the contract lets it through. */
async function healthOf(more?: Partial<CloudHealthDeps>) {
	return v.parse(endpoint.response, await getCloudHealth(stage(more), CALLER, {}));
}

describe('the health of the stage', () => {
	test('is all well where everything is as the template says', async () => {
		expect(await healthOf()).toEqual({
			versioning: { state: 'ok' },
			lifecycle: { state: 'ok' },
			publicAccess: { state: 'ok' },
			encryption: { state: 'ok' },
			alarms: { state: 'ok', count: 2 },
			subscriptions: { state: 'ok', confirmed: 1, pending: 0 },
			schedules: { state: 'ok', count: 2 },
		});
	});

	test('tells each setting of the bucket that is wrong', async () => {
		const no = () => Promise.resolve(false);
		const bucket = {
			keepsVersions: no,
			isClosedToPublic: no,
			encrypts: no,
			lifecycleRules: () => Promise.resolve(RULES.map((rule) => ({ ...rule, expires: true }))),
		};

		expect(await healthOf({ bucket })).toMatchObject({
			versioning: { state: 'failing' },
			lifecycle: { state: 'failing', faults: ['files-expire'] },
			publicAccess: { state: 'failing' },
			encryption: { state: 'failing' },
		});
	});

	test('names the alarms that ring, that are silenced and that are gone', async () => {
		const alarms = {
			find: () =>
				Promise.resolve([
					{ ...quiet('dead-letters'), isRinging: true, runbook: 'dead-letters' },
					{ ...quiet('api-slow'), isHeard: false },
				]),
		};
		const expected = { prefix: 'vault-', alarms: ['dead-letters', 'api-slow', 'drift-found'] };

		const { alarms: found } = await healthOf({ alarms, expected });

		expect(found).toEqual({
			state: 'failing',
			ringing: ['dead-letters'],
			runbooks: ['dead-letters'],
			silenced: ['api-slow'],
			missing: ['drift-found'],
		});
	});

	test('names the section about alarms that ring once, and that of all for one without its own', async () => {
		const ringing = (name: string, more: Partial<Alarm>) => ({
			...quiet(name),
			isRinging: true,
			...more,
		});
		const alarms = {
			find: () =>
				Promise.resolve([
					ringing('vault-errors', { runbook: 'function-errors' }),
					ringing('uploads-errors', { runbook: 'function-errors' }),
					ringing('api-slow', {}),
				]),
		};

		expect((await healthOf({ alarms })).alarms).toMatchObject({
			runbooks: ['function-errors', 'alarms'],
		});
	});

	test('asks for alarms by their whole names', async () => {
		const find = vi.fn(() => Promise.resolve([]));

		await healthOf({ alarms: { find } });

		expect(find).toHaveBeenCalledExactlyOnceWith(['vault-dead-letters', 'vault-api-slow']);
	});

	test.each([
		[
			{ confirmed: 0, pending: 2 },
			{ state: 'failing', pending: 2 },
		],
		[
			{ confirmed: 0, pending: 0 },
			{ state: 'failing', pending: 0 },
		],
		[
			{ confirmed: 1, pending: 1 },
			{ state: 'ok', confirmed: 1, pending: 1 },
		],
	])('counts who hears the alarms: %o', async (counted, told) => {
		const { subscriptions } = await healthOf({
			listeners: { count: () => Promise.resolve(counted) },
		});

		expect(subscriptions).toEqual(told);
	});

	test('names the schedules that are switched off or gone', async () => {
		const stateOf = (name: string) => Promise.resolve(name === 'often' ? 'disabled' : 'absent');

		const { schedules } = await healthOf({
			schedules: { stateOf: stateOf as CloudHealthDeps['schedules']['stateOf'] },
		});

		expect(schedules).toEqual({ state: 'failing', disabled: ['often'], missing: ['daily'] });
	});

	test('does not know what it could not read, and still tells the rest', async () => {
		const onCheckFailed = vi.fn();
		const refused = new Error('AccessDenied');
		const refuse = () => Promise.reject(refused);

		const health = await healthOf({
			alarms: { find: refuse },
			listeners: { count: refuse },
			onCheckFailed,
		});

		expect(health).toMatchObject({
			versioning: { state: 'ok' },
			alarms: { state: 'unknown' },
			subscriptions: { state: 'unknown' },
			schedules: { state: 'ok' },
		});
		expect(onCheckFailed.mock.calls).toEqual([
			['alarms', refused],
			['subscriptions', refused],
		]);
	});
});
