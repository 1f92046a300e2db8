import { siteConfig } from '#contract/site-config';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOwnerArguments, parseStageArguments } from '../../deploy/arguments.ts';
import type { Cloud, Framework, Outputs, SiteFile } from '../../deploy/cloud.ts';
import { deployStage } from '../../deploy/deploy-stage.ts';
import { planLines } from '../../deploy/plan-lines.ts';
import { removeStage } from '../../deploy/remove-stage.ts';
import { configFile, siteFiles } from '../../deploy/site-files.ts';
import { readTemplate } from './template.ts';

const SITE_URL = 'https://d111.cloudfront.net';
const PEM = 'the public half';

/** An account that remembers what was done to it, in order. */
class Account implements Cloud, Framework {
	readonly done: string[] = [];
	readonly files = new Map<string, SiteFile>();
	#siteOrigin: string | undefined;
	#migrationFails = false;

	static empty(): Account {
		return new Account();
	}

	static deployed(): Account {
		const account = new Account();
		account.#siteOrigin = SITE_URL;
		return account;
	}

	failMigrations(): this {
		this.#migrationFails = true;
		return this;
	}

	outputs(): Promise<Outputs | undefined> {
		if (this.#siteOrigin === undefined) return Promise.resolve(undefined);
		const names = Object.keys(readTemplate().Outputs).map((name) => [name, `the-${name}`]);
		return Promise.resolve({
			...(Object.fromEntries(names) as Outputs),
			SiteUrl: SITE_URL,
			SiteOrigin: this.#siteOrigin,
		});
	}

	s3PrefixList(): Promise<string> {
		return Promise.resolve('pl-1');
	}

	publicKey(keyId: string): Promise<string> {
		return Promise.resolve(keyId === 'the-DerivativesKeyId' ? PEM : 'another key');
	}

	migrate(functionName: string): Promise<readonly string[]> {
		this.done.push(`migrate ${functionName}`);
		if (this.#migrationFails) return Promise.reject(new Error('The migration failed.'));
		return Promise.resolve(['0001-vault']);
	}

	putSiteFile(bucket: string, file: SiteFile): Promise<void> {
		this.done.push(`put ${bucket}/${file.path}`);
		this.files.set(file.path, file);
		return Promise.resolve();
	}

	emptyBucket(bucket: string): Promise<void> {
		this.done.push(`empty ${bucket}`);
		return Promise.resolve();
	}

	deploy(variables: Readonly<Record<string, string>>): Promise<void> {
		this.#siteOrigin = variables.SITE_ORIGIN ?? 'https://not-yet-known.invalid';
		const { S3_PREFIX_LIST = 'nothing', DERIVATIVES_PUBLIC_KEY = 'no key' } = variables;
		const by = `${S3_PREFIX_LIST} and ${DERIVATIVES_PUBLIC_KEY}`;
		this.done.push(`deploy for ${this.#siteOrigin} by ${by}`);
		return Promise.resolve();
	}

	deployFunction(name: string): Promise<void> {
		this.done.push(`deploy function ${name}`);
		return Promise.resolve();
	}

	remove(): Promise<void> {
		this.done.push('remove');
		return Promise.resolve();
	}
}

const silence = (): void => undefined;

describe('deploying', () => {
	it('makes a new stage, then tells it the address and the key it has learned', async () => {
		const account = Account.empty();

		const address = await deployStage({
			cloud: account,
			framework: account,
			site: [],
			say: silence,
		});

		expect(address).toBe(SITE_URL);
		expect(account.done).toEqual([
			'deploy for https://not-yet-known.invalid by pl-1 and no key',
			`deploy for ${SITE_URL} by pl-1 and ${PEM}`,
			'migrate the-MigrateFunctionName',
			'put the-SiteBucketName/config.json',
		]);
	});

	it('brings tables up to date before the code that needs them', async () => {
		const account = Account.deployed();

		await deployStage({ cloud: account, framework: account, site: [], say: silence });

		expect(account.done.slice(0, 4)).toEqual([
			'deploy function migrate',
			'migrate the-MigrateFunctionName',
			`deploy for ${SITE_URL} by pl-1 and ${PEM}`,
			'migrate the-MigrateFunctionName',
		]);
	});

	it('leaves the running stage alone when a migration fails', async () => {
		const account = Account.deployed().failMigrations();

		const deployment = deployStage({ cloud: account, framework: account, site: [], say: silence });

		await expect(deployment).rejects.toThrow('The migration failed.');
		expect(account.done).not.toContainEqual(expect.stringMatching(/^(deploy for|put)/));
	});

	it('writes a config.json that the site can read', async () => {
		const account = Account.deployed();

		await deployStage({ cloud: account, framework: account, site: [], say: silence });

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

	it('are refused where nobody knows their type', async () => {
		await writeFile(join(folder, 'notes.xyz'), '');

		await expect(siteFiles(folder)).rejects.toThrow('Which type is notes.xyz?');
	});
});

describe('removing', () => {
	it("keeps people's files unless told otherwise", async () => {
		const account = Account.deployed();

		await removeStage({ cloud: account, framework: account, deleteData: false, say: silence });

		expect(account.done).toEqual(['empty the-SiteBucketName', 'remove']);
	});

	it('deletes them when told so, before the stack that knows where they are', async () => {
		const account = Account.deployed();

		await removeStage({ cloud: account, framework: account, deleteData: true, say: silence });

		expect(account.done).toEqual(['empty the-SiteBucketName', 'empty the-BucketName', 'remove']);
	});

	it('does nothing where there is no stage', async () => {
		const account = Account.empty();

		await removeStage({ cloud: account, framework: account, deleteData: true, say: silence });

		expect(account.done).toEqual([]);
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
	it('shouts what would be lost, counts new code, and says the rest', () => {
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
			'    new code for 1 functions',
		]);
	});

	it('says so when nothing would change', () => {
		expect(planLines([])).toEqual(['Nothing would change.']);
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
