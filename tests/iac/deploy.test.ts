import { siteConfig } from '#contract/site-config';
import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOwnerArguments, parseStageArguments } from '../../deploy/arguments.ts';
import { deployStage } from '../../deploy/deploy-stage.ts';
import { parameterLines, planLines } from '../../deploy/plan-lines.ts';
import { configFile, siteFiles } from '../../deploy/site-files.ts';
import { Account, PEM, SITE_URL } from './pretended-account.ts';

function deployTo(account: Account, say: (sentence: string) => void = () => undefined) {
	return deployStage({ cloud: account, framework: account, site: [], say });
}

describe('deploying', () => {
	it('makes a new stage, then tells it the address and the key it has learned', async () => {
		const account = Account.empty();

		const address = await deployTo(account);

		expect(address).toBe(SITE_URL);
		expect(account.done).toEqual([
			'make the stack of the core template',
			'deploy for https://not-yet-known.invalid by pl-1 and no key',
			'migrate the-MigrateFunctionName',
			`deploy for ${SITE_URL} by pl-1 and ${PEM}`,
			'put the-SiteBucketName/config.json',
		]);
	});

	it('goes on with a stack whose first deployment failed', async () => {
		const account = Account.begun('UPDATE_ROLLBACK_COMPLETE');

		const address = await deployTo(account);

		expect(address).toBe(SITE_URL);
		expect(account.done.slice(0, 3)).toEqual([
			'deploy for https://not-yet-known.invalid by pl-1 and no key',
			'migrate the-MigrateFunctionName',
			`deploy for ${SITE_URL} by pl-1 and ${PEM}`,
		]);
	});

	it('brings tables up to date, by the new code, before the code that needs them', async () => {
		const account = Account.deployed();

		await deployTo(account);

		expect(account.done.slice(0, 4)).toEqual([
			'replace the-MigrateFunctionName by the code of migrate',
			'migrate the-MigrateFunctionName',
			`deploy for ${SITE_URL} by pl-1 and ${PEM}`,
			'migrate the-MigrateFunctionName',
		]);
	});

	it('leaves the running stage alone when a migration fails', async () => {
		const account = Account.deployed().failMigrations();

		await expect(deployTo(account)).rejects.toThrow('The migration failed.');

		expect(account.done).not.toContainEqual(expect.stringMatching(/^(deploy for|put)/));
	});

	it.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS'])(
		'touches nothing while the stack is in %s',
		async (status) => {
			const account = Account.deployed({ status });

			await expect(deployTo(account)).rejects.toThrow(`still at work on this stage (${status})`);

			expect(account.done).toEqual([]);
		},
	);

	it('says which values of the stage it changes', async () => {
		const account = Account.deployed({ parameters: { SiteDomain: 'vault.example.com' } });
		account.packaged = { SiteDomain: '', AlarmEmail: 'you@example.com' };
		const said: string[] = [];

		await deployTo(account, (sentence) => said.push(sentence));

		expect(said.slice(0, 2)).toEqual([
			'    SiteDomain: vault.example.com → none',
			'    AlarmEmail: none → you@example.com',
		]);
	});

	it('writes a config.json that the site can read', async () => {
		const account = Account.deployed();

		await deployTo(account);

		const file = account.files.get('config.json');
		const config = v.parse(siteConfig, JSON.parse(Buffer.from(file?.bytes ?? []).toString()));
		expect(config).toMatchObject({ apiUrl: 'the-ApiUrl', authFlow: 'USER_SRP_AUTH' });
		expect(file?.cacheControl).toBe('no-cache');
	});

	it('says what is missing when the stack does not tell it', () => {
		expect(() => configFile({ ApiUrl: 'https://api' })).toThrow('does not tell its Region');
	});
});

describe('the files of the site', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'site-'));
		await mkdir(join(folder, '_app/immutable'), { recursive: true });
		for (const path of ['index.html', 'icon.svg', '_app/version.json', '_app/immutable/a.1b.js']) {
			await writeFile(join(folder, path), path);
		}
	});
	afterEach(() => rm(folder, { recursive: true }));

	it('arrive with the page last, so that no page is without its scripts', async () => {
		const files = await siteFiles(folder);

		expect(files.map(({ path }) => path)).toEqual([
			'_app/immutable/a.1b.js',
			'_app/version.json',
			'icon.svg',
			'index.html',
		]);
	});

	it('are kept for ever where the name has a hash, and asked for again elsewhere', async () => {
		const files = await siteFiles(folder);

		expect(files.map(({ cacheControl }) => cacheControl)).toEqual([
			'public, max-age=31536000, immutable',
			'no-cache',
			'no-cache',
			'no-cache',
		]);
	});

	it('are refused where their type is not known', async () => {
		await writeFile(join(folder, 'notes.xyz'), '');

		await expect(siteFiles(folder)).rejects.toThrow('Which type is notes.xyz?');
	});
});

describe('the arguments', () => {
	it('name a stage, and the region or its default', () => {
		expect(parseStageArguments(['--stage', 'family'], {})).toEqual({
			stage: 'family',
			region: 'us-east-1',
			deleteData: false,
		});
		expect(parseStageArguments(['--stage', 'a'], { AWS_REGION: 'eu-west-1' }).region).toBe(
			'eu-west-1',
		);
	});

	it.each([[[]], [['--stage', 'Family']], [['--stage', 'x'.repeat(17)]], [['--stage', '../x']]])(
		'are refused with a sentence: %j',
		(args) => {
			expect(() => parseStageArguments(args, {})).toThrow(/stage/i);
		},
	);
});

describe('making an owner', () => {
	it('takes a stage and the address of an account', () => {
		const args = ['--stage', 'family', '--email', 'you@example.com'];

		expect(parseOwnerArguments(args, { AWS_REGION: 'eu-west-1' })).toEqual({
			stage: 'family',
			region: 'eu-west-1',
			email: 'you@example.com',
			remove: false,
		});
		expect(parseOwnerArguments([...args, '--remove'], {}).remove).toBe(true);
	});

	it.each([
		[['--stage', 'family'], /--email/],
		[['--stage', 'family', '--email', 'you'], /--email/],
		[['--email', 'you@example.com'], /--stage/],
	])('is refused with a sentence: %j', (args, sentence) => {
		expect(() => parseOwnerArguments(args, {})).toThrow(sentence);
	});
});

describe('a plan', () => {
	it('shouts what would be lost, counts what is handed over each time, and says the rest', () => {
		const lines = planLines([
			change('Modify', 'VaultLambdaFunction', 'AWS::Lambda::Function', ['Code']),
			change('Add', 'NewAlarm', 'AWS::CloudWatch::Alarm'),
			{ ...change('Modify', 'Database', 'AWS::RDS::DBInstance', ['Engine']), Replacement: 'True' },
			change('Remove', 'OldAlarm', 'AWS::CloudWatch::Alarm'),
		]);

		expect(lines).toEqual([
			'!!! REPLACE Database (AWS::RDS::DBInstance): Engine',
			'    remove OldAlarm (AWS::CloudWatch::Alarm)',
			'    make NewAlarm (AWS::CloudWatch::Alarm)',
			'    hand over the code of 1 functions',
		]);
	});

	it('shows values of the stage that would become others, and not what deployments find out', () => {
		const before = { Zones: '1', AlarmEmail: 'you@example.com', SiteOrigin: SITE_URL };
		const after = { Zones: '2', AlarmEmail: '', SiteOrigin: 'https://vault.example.com' };

		expect(parameterLines(before, after)).toEqual([
			'    Zones: 1 → 2',
			'    AlarmEmail: you@example.com → none',
		]);
		expect(parameterLines({}, { SiteDomain: '' })).toEqual([]);
	});

	it('says so when nothing would change', () => {
		const code = change('Modify', 'VaultLambdaFunction', 'AWS::Lambda::Function', ['Code']);

		expect(planLines([])).toEqual(['Nothing would change.']);
		expect(planLines([code])).toEqual([
			'    hand over the code of 1 functions',
			'Nothing else would change.',
		]);
	});

	it('leaves out what only refers to something that changes in its place', () => {
		const code = change('Modify', 'VaultLambdaFunction', 'AWS::Lambda::Function', ['Code']);
		const permission: ResourceChange = {
			...change('Modify', 'VaultPermission', 'AWS::Lambda::Permission'),
			Replacement: 'Conditional',
			Details: [
				{
					Target: { Attribute: 'Properties', Name: 'FunctionName' },
					Evaluation: 'Dynamic',
					ChangeSource: 'ResourceAttribute',
					CausingEntity: 'VaultLambdaFunction.Arn',
				},
			],
		};
		const replaced: ResourceChange = { ...code, Replacement: 'True' };

		expect(planLines([code, permission])).not.toContainEqual(expect.stringContaining('Permission'));
		expect(planLines([replaced, permission])).toContainEqual(
			'    change VaultPermission (AWS::Lambda::Permission): FunctionName, perhaps by replacing it',
		);
	});
});

function change(
	Action: 'Add' | 'Modify' | 'Remove',
	LogicalResourceId: string,
	ResourceType: string,
	properties: readonly string[] = [],
) {
	const Details = properties.map((Name) => ({ Target: { Name } }));
	return { Action, LogicalResourceId, ResourceType, Details };
}
