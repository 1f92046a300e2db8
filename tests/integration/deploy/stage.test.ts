import { execFile } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pretendAws, type PretendedAws } from './aws/server.ts';

const CODE = 'cloudvault-pretended-serverlessdeploymentbucket';
const SITE = 'cloudvault-pretended-site-123456789012-eu-central-1';
const VAULT = 'cloudvault-pretended-vault-123456789012-eu-central-1';
const ACCESS_LOG = 'cloudvault-pretended-access-log-123456789012-eu-central-1';
const INVOKED = 'invoke cloudvault-pretended-migrate';
const REPLACED = 'replace the code of cloudvault-pretended-migrate';
/** How long a command may run, in milliseconds: as long as the test that runs it. */
const COMMAND_MS = 110_000;
const ROOT = join(import.meta.dirname, '../../..');

let folder: string;
let aws: PretendedAws;
beforeAll(async () => {
	folder = await copyOfTheProject();
});
afterAll(() => rm(folder, { recursive: true }));

/** As people do it: our commands and the framework's, against an account that refuses what AWS refuses. */
describe('a stage', { timeout: 120_000 }, () => {
	beforeAll(async () => {
		aws = await pretendAws('cloudvault-pretended');
	});
	afterAll(() => aws.close());

	test('is not begun while the account lacks something, all of which is told before the site is built', async () => {
		for (const each of ['a verification', 'a paid plan', 'the role of RDS'] as const) {
			aws.lacks.add(each);
		}

		const { code, output } = await command('deploy', '--yes');
		aws.lacks.clear();

		expect(code).toBe(1);
		expect(output).toContain(
			'Stage pretended in eu-central-1, account 123456789012, as arn:aws:iam',
		);
		expect(output).toContain('only 10 functions at once');
		expect(output.match(/^ {2}- .*$/gm)).toEqual([
			expect.stringContaining('"Your account must be verified'),
			expect.stringContaining('free plan'),
			expect.stringContaining('create-service-linked-role'),
		]);
		expect(output).not.toContain('Could not look at');
		expect(aws.buckets.names).toEqual([]);
	});

	test('is not begun without a yes', async () => {
		const { code, output } = await command('deploy');

		expect(code).toBe(1);
		expect(output).toContain('Add --yes.');
		expect(aws.buckets.names).toEqual([]);
	});

	test('whose first deployment fails is taken back', async () => {
		aws.cloudFormation.failsAt = 'Database';

		const { code, output } = await command('deploy', '--yes');

		expect(code).toBe(1);
		expect(output).toContain('It fails here.');
		expect(aws.cloudFormation.stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
		expect(aws.buckets.names).toEqual([CODE]);
		await emptyTheFunctions();
	});

	test('is planned as if there were none yet', async () => {
		const { code, output } = await command('plan');

		expect(code).toBe(0);
		expect(output).toContain('has not been deployed yet: everything would be made.');
	});

	test('goes through when it is deployed again', async () => {
		const { code, output } = await command('deploy', '--yes');

		expect(output).toContain('CloudVault is ready at https://sitedistribution.domainname');
		expect(code).toBe(0);
		expect(aws.calls).toEqual([INVOKED]);
		expect(aws.cloudFormation.stack.parameters).toMatchObject({
			SiteOrigin: 'https://sitedistribution.domainname',
			DatabaseClass: 'db.t4g.micro',
		});
		expect(aws.buckets.keysIn(SITE)).toEqual(['config.json', 'index.html']);
	});

	test('can be planned', async () => {
		const { code, output } = await command('plan');

		expect(code).toBe(0);
		expect(output).toContain('Nothing would change.');
	});

	test('is deployed a second time, with the new code of migrate before the rest', async () => {
		const { code, output } = await command('deploy', '--yes');

		expect(code).toBe(0);
		expect(aws.calls).toEqual([INVOKED, REPLACED, INVOKED, INVOKED]);
		expect(output).not.toContain('Deployment skipped');
	});

	test('is removed, plan or no plan, but for the buckets that are kept', async () => {
		aws.buckets.put(VAULT, 'u/a-photograph', Buffer.from('a photograph'));

		const { code, output } = await command('remove', '--yes');

		expect(output).toContain('Removed. Left, with everything in them');
		expect(code).toBe(0);
		expect(aws.buckets.names).toEqual([VAULT, ACCESS_LOG]);
		expect(aws.buckets.keysIn(VAULT)).toEqual(['u/a-photograph']);
	});
});

describe('a first deployment that fails', { timeout: 120_000 }, () => {
	beforeAll(async () => {
		aws = await pretendAws('cloudvault-pretended');
	});
	afterAll(() => aws.close());

	test('is removed without leaving anything', async () => {
		aws.cloudFormation.failsAt = 'SiteDistribution';
		await command('deploy', '--yes');

		const { code, output } = await command('remove', '--delete-data', '--confirm', 'pretended');

		expect(output).toContain('there were no files');
		expect(code).toBe(0);
		expect(aws.buckets.names).toEqual([]);
	});
});

interface Ended {
	readonly code: number;
	readonly output: string;
}

/** One of our commands to its end, against the pretended account. */
function command(name: 'deploy' | 'plan' | 'remove', ...more: readonly string[]): Promise<Ended> {
	const args = [`deploy/${name}.ts`, '--stage', 'pretended', '--region', 'eu-central-1', ...more];
	const env = {
		PATH: [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter),
		HOME: folder,
		AWS_ENDPOINT_URL: aws.origin,
		AWS_ACCESS_KEY_ID: 'AKIATESTS',
		AWS_SECRET_ACCESS_KEY: 'secret-of-the-tests',
		SLS_AWS_MONITORING_FREQUENCY: '10', // milliseconds between two looks at the stack's events
	};
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			args,
			{ cwd: folder, env, timeout: COMMAND_MS },
			(error, stdout, stderr) => {
				resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
			},
		);
	});
}

/** After one deployment of the real functions: bundling them is half of what a packaging takes. */
async function emptyTheFunctions(): Promise<void> {
	for await (const handler of glob('lambdas/*/handler.ts', { cwd: folder })) {
		await writeFile(join(folder, handler), 'export function handler(): void {}\n');
	}
}

/** As a checkout of its own: packaging must not disturb what other tests read. The site is one page. */
async function copyOfTheProject(): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), 'deploy-'));
	for (const path of [
		'deploy',
		'lambdas',
		'external-boot-script.js',
		'src/app.html',
		'src/ahead.ts',
		'src/lib/auth/refresh-tokens.ts',
		'src/lib/contract',
		'serverless.yml',
	]) {
		await cp(join(ROOT, path), join(copy, path), { recursive: true });
	}
	await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
	const description = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as object;
	await writeFile(
		join(copy, 'package.json'),
		JSON.stringify({ ...description, scripts: { build: 'true' } }),
	);
	await mkdir(join(copy, 'build'));
	await writeFile(join(copy, 'build/index.html'), 'the page');
	return copy;
}
