import type { ResponseOf } from '#contract/endpoint';
import type * as contract from '#contract/health';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mutate, type Mutant } from '../../iac/check.ts';
import { readTemplate, TEMPLATE_FILE } from '../../iac/template.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';

type CloudHealth = ResponseOf<typeof contract.getCloudHealth>;
type DatabaseHealth = ResponseOf<typeof contract.getDatabaseHealth>;

const cloudHealth = async (stack: Stack): Promise<CloudHealth> =>
	new VaultClient(stack, await stack.createOwner()).call<CloudHealth>('getCloudHealth', {});

describe('a fresh stack', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ site: false });
	});
	afterEach(() => {
		stack.s3?.injectFaults(undefined);
	});
	afterAll(async () => {
		await stack.close();
	});

	test('lacks nothing but a confirmed subscription to its alarms', async () => {
		expect(await cloudHealth(stack)).toEqual({
			versioning: { state: 'ok' },
			lifecycle: { state: 'ok' },
			publicAccess: { state: 'ok' },
			encryption: { state: 'ok' },
			alarms: { state: 'ok', count: 61 },
			subscriptions: { state: 'failing', pending: 1 },
			schedules: { state: 'ok', count: 4 },
		});

		const [mail] = stack.messages('alarms@cloudvault.local');
		await fetch(mail?.links[0]?.url ?? '');

		expect((await cloudHealth(stack)).subscriptions).toEqual({
			state: 'ok',
			confirmed: 1,
			pending: 0,
		});
	});

	test('tells those who run it what its fixed cost goes by', async () => {
		const owner = new VaultClient(stack, await stack.createOwner());

		expect(await owner.call('getStageShape', {})).toEqual({
			databaseClass: 'db.t4g.micro',
			zones: 1,
		});
	});

	test('has a database in which every migration ran and values are taken strictly', async () => {
		const owner = new VaultClient(stack, await stack.createOwner());

		expect(await owner.call<DatabaseHealth>('getDatabaseHealth', {})).toMatchObject({
			migrations: { state: 'ok' },
			sqlMode: { state: 'ok' },
		});
	});

	test('does not know what S3 does not answer, and tells the rest', async () => {
		stack.s3?.injectFaults(({ operation }) =>
			operation === 'GetBucketVersioning' ? { status: 503 } : undefined,
		);

		expect(await cloudHealth(stack)).toMatchObject({
			versioning: { state: 'unknown' },
			encryption: { state: 'ok' },
		});
	});

	test('rings once something was set aside that a function could not do', async () => {
		stack.invokeAsync('sweep', { task: 'nonsense' });
		await stack.settled();
		await expect.poll(() => stack.queue('DeadLetterQueue')).toHaveLength(1);

		expect((await cloudHealth(stack)).alarms).toEqual({
			state: 'failing',
			ringing: ['dead-letters'],
			runbooks: ['dead-letters'],
			silenced: [],
			missing: [],
		});
	});
});

describe('a stack that was changed by hand', () => {
	const changes: readonly Mutant[] = [
		{ path: 'VaultBucket.Properties.VersioningConfiguration' },
		{ path: 'VaultBucket.Properties.LifecycleConfiguration.Rules.0.ExpirationInDays', to: 365 },
		{
			path: 'VaultBucket.Properties.LifecycleConfiguration.Rules.1.NoncurrentVersionExpiration',
			to: { NoncurrentDays: 30 },
		},
		{ path: 'VaultBucket.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy', to: false },
		{ path: 'ApiSlowAlarm.Properties.ActionsEnabled', to: false },
		{ path: 'DatabaseCpuAlarm.Properties.AlarmName', to: 'of-another-stack' },
		{ path: 'SweepEventsRuleSchedule2.Properties.State', to: 'DISABLED' },
	];
	let packageDir: string;
	let stack: Stack;
	beforeAll(async () => {
		packageDir = await mkdtemp(join(tmpdir(), 'changed-'));
		await cp('.serverless', packageDir, { recursive: true });
		const changed = changes.reduce(mutate, readTemplate());
		await writeFile(join(packageDir, basename(TEMPLATE_FILE)), JSON.stringify(changed));
		stack = await startStack({ site: false, packageDir });
	});
	afterAll(async () => {
		await stack.close();
		await rm(packageDir, { recursive: true });
	});

	test('is told what is not as it should be', async () => {
		expect(await cloudHealth(stack)).toMatchObject({
			versioning: { state: 'failing' },
			lifecycle: { state: 'failing', faults: ['older-versions-expire', 'files-expire'] },
			publicAccess: { state: 'failing' },
			encryption: { state: 'ok' },
			alarms: { state: 'failing', silenced: ['api-slow'], missing: ['database-cpu'] },
			schedules: { state: 'failing', disabled: [expect.stringMatching(/Schedule2/)], missing: [] },
		});
	});

	test('logs no more than the names of what it looked at', async () => {
		const log = await readFile(join(stack.dataDir, 'logs', 'cloudvault-dev-health.log'), 'utf8');

		expect(log).toContain('"getCloudHealth"');
		expect(log).not.toContain('alarms@cloudvault.local');
	});
});
