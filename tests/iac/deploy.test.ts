import { siteConfig } from '#contract/site-config';
import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	parseOwnerArguments,
	parseRemoveArguments,
	parseStageArguments,
} from '../../deploy/arguments.ts';
import type { SiteFile } from '../../deploy/cloud.ts';
import { deployStage } from '../../deploy/deploy-stage.ts';
import { parameterLines, planLines } from '../../deploy/plan-lines.ts';
import type { Names } from '../../deploy/site-domain.ts';
import { siteConfigOf, siteFiles } from '../../deploy/site-files.ts';
import { Account, PEM, SITE_URL } from './pretended-account.ts';

/** Name servers that know one domain, and where it leads. */
function namesOf(known: Readonly<Record<string, string>> = {}): Names {
	return {
		cname: (name) => Promise.resolve(known[name]),
		leadsSomewhere: (name) => Promise.resolve(name in known),
	};
}

function deployTo(
	account: Account,
	say: (sentence: string) => void = () => undefined,
	names = namesOf(),
	site: readonly SiteFile[] = [],
) {
	return deployStage({ cloud: account, framework: account, site, names, say });
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

	it.each([
		['protects the stack together with its database', 'false', 'true', 'protect the stack'],
		['keeps a stack protected', 'true', 'true', 'protect the stack'],
		['lets it go together with it', 'true', 'false', 'let the stack go'],
		['leaves alone what was protected by hand', 'false', 'false', undefined],
	])('%s', async (_, before, after, done) => {
		const account = Account.deployed({ parameters: { DatabaseDeletionProtection: before } });
		account.packaged = { DatabaseDeletionProtection: after };

		await deployTo(account);

		expect(account.done.find((line) => line.endsWith('the stack') || line.endsWith('go'))).toBe(
			done,
		);
	});

	it('makes the roles of a stage in the boundary of its pipeline, where there is one', async () => {
		const account = Account.deployed();
		account.pipelineBoundary = 'the-boundary';

		await deployTo(account);

		expect(account.done).toContain(`deploy for ${SITE_URL} by pl-1 and ${PEM} in the-boundary`);
	});

	it('moves to a domain that leads to the site', async () => {
		const account = Account.deployed();
		account.packaged = { SiteDomain: 'vault.example.com', SiteCertificateArn: 'a-certificate' };
		const names = namesOf({ 'vault.example.com': 'the-SiteDistributionDomain' });

		await expect(deployTo(account, undefined, names)).resolves.toBe(SITE_URL);
	});

	it.each([
		['does not exist', {}],
		['leads to elsewhere.example.com', { 'vault.example.com': 'elsewhere.example.com.' }],
	])('touches nothing while the domain %s', async (state, known) => {
		const account = Account.deployed();
		account.packaged = { SiteDomain: 'vault.example.com', SiteCertificateArn: '' };

		const deployed = deployTo(account, undefined, namesOf(known));

		await expect(deployed).rejects.toThrow(/^Nothing is made yet\. Missing:\n {2}- A certificate/);
		await expect(deployed).rejects.toThrow(
			`A CNAME from vault.example.com to the-SiteDistributionDomain: the name ${state}.`,
		);
		expect(account.done).toEqual([]);
	});

	it('makes no stage with a domain that cannot lead to it yet', async () => {
		const account = Account.empty();
		account.packaged = { SiteDomain: 'vault.example.com', SiteCertificateArn: 'a-certificate' };

		await expect(deployTo(account)).rejects.toThrow('deploy once without siteDomain');

		expect(account.done).toEqual([]);
	});

	it('writes a config.json that the site can read', async () => {
		const account = Account.deployed();

		await deployTo(account);

		const file = account.files.get('config.json');
		const config = v.parse(siteConfig, JSON.parse(Buffer.from(file?.bytes ?? []).toString()));
		expect(config).toMatchObject({ apiUrl: 'the-ApiUrl', signUp: 'invited' });
		expect(file?.cacheControl).toBe('no-cache');
	});

	it('gives the page its configuration, and leaves every other file as it was built', async () => {
		const account = Account.deployed();
		const built = { contentType: 'text/html', cacheControl: 'no-cache' };
		const bytes = await readFile('src/app.html');

		const site = ['about.html', 'index.html'].map((path) => ({ ...built, path, bytes }));
		await deployTo(account, undefined, undefined, site);

		const textOf = (path: string) => Buffer.from(account.files.get(path)?.bytes ?? []).toString();
		expect(textOf('index.html')).toContain(` id="config">${textOf('config.json')}</script>`);
		expect(textOf('about.html')).toBe(bytes.toString());
	});

	it('says what is missing when the stack does not tell it', () => {
		expect(() => siteConfigOf({ ApiUrl: 'https://api' })).toThrow('does not tell its Region');
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
	it('name a stage, and a region as AWS knows it from its environment', () => {
		const family = ['--stage', 'family'];

		expect(parseStageArguments([...family, '--profile', 'ann', '--yes'], {})).toEqual({
			stage: 'family',
			region: undefined,
			profile: 'ann',
			yes: true,
		});
		const here = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' };
		const { region } = parseStageArguments([...family, '--region', 'eu-west-3'], here);
		expect(region).toBe('eu-west-3');
		expect(parseStageArguments(family, here).region).toBe('eu-west-1');
		expect(parseStageArguments(family, { ...here, AWS_REGION: '' }).region).toBe('eu-west-2');
	});

	it('of a removal name the data, and the stage once more', () => {
		const args = ['--stage', 'family', '--delete-data', '--confirm', 'family'];

		expect(parseRemoveArguments(args, {})).toMatchObject({ deleteData: true, confirm: 'family' });
		expect(parseRemoveArguments(args.slice(0, 2), {})).toMatchObject({
			deleteData: false,
			confirm: undefined,
		});
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
			profile: undefined,
			yes: false,
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
