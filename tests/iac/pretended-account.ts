import type {
	Cloud,
	Framework,
	Package,
	Parameters,
	SiteFile,
	Stack,
	Variables,
} from '../../deploy/cloud.ts';
import { readTemplate } from './template.ts';

export const SITE_URL = 'https://d111.cloudfront.net';
export const PEM = 'the public half';

/** An account that remembers what was done to it, in order. */
export class Account implements Cloud, Framework {
	readonly done: string[] = [];
	readonly files = new Map<string, SiteFile>();
	/** What the next deployment would hand to the template. */
	packaged: Parameters = {};
	/** What the pipeline made its roles' boundary as, where it was set up. */
	pipelineBoundary: string | undefined;
	#stack: Stack | undefined;
	#variables: Variables | undefined;
	#siteOrigin = SITE_URL;
	#migrationFails = false;

	static empty(): Account {
		return new Account();
	}

	/** Its first deployment failed: CloudFormation went back to what the framework makes before everything else. */
	static begun(status: string): Account {
		const account = new Account();
		account.#stack = stackOf({ status, outputs: { ServerlessDeploymentBucketName: 'for-code' } });
		return account;
	}

	static deployed(more: Partial<Stack> = {}): Account {
		const account = new Account();
		account.#stack = stackOf({ outputs: everyOutput(), ...more });
		return account;
	}

	failMigrations(): this {
		this.#migrationFails = true;
		return this;
	}

	stack(): Promise<Stack | undefined> {
		const stack = this.#stack;
		if (stack?.outputs.SiteUrl === undefined) return Promise.resolve(stack);
		return Promise.resolve({
			...stack,
			outputs: { ...stack.outputs, SiteOrigin: this.#siteOrigin },
		});
	}

	makeStack(template: string): Promise<void> {
		this.done.push(`make the stack of ${template}`);
		this.#stack = stackOf({ outputs: { ServerlessDeploymentBucketName: 'for-code' } });
		return Promise.resolve();
	}

	s3PrefixList(): Promise<string> {
		return Promise.resolve('pl-1');
	}

	publicKey(keyId: string): Promise<string> {
		return Promise.resolve(keyId === 'the-DerivativesKeyId' ? PEM : 'another key');
	}

	boundary(): Promise<string | undefined> {
		return Promise.resolve(this.pipelineBoundary);
	}

	protectStack(isProtected: boolean): Promise<void> {
		this.done.push(isProtected ? 'protect the stack' : 'let the stack go');
		return Promise.resolve();
	}

	replaceCode(functionName: string, zip: Uint8Array): Promise<void> {
		this.done.push(`replace ${functionName} by ${Buffer.from(zip).toString()}`);
		return Promise.resolve();
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

	package(variables: Variables): Promise<Package> {
		this.#variables = variables;
		return Promise.resolve({
			coreTemplate: 'the core template',
			template: 'the template',
			parameters: this.packaged,
			migrateCode: Buffer.from('the code of migrate'),
		});
	}

	deploy(): Promise<void> {
		const variables = this.#variables;
		if (variables === undefined) throw new Error('Nothing is packaged.');
		if (this.#stack === undefined) throw new Error('The framework would fail at the parameters.');
		this.#variables = undefined;
		this.#siteOrigin = variables.SITE_ORIGIN ?? 'https://not-yet-known.invalid';
		this.#stack = stackOf({ outputs: everyOutput(), parameters: this.packaged });
		const { S3_PREFIX_LIST = 'nothing', DERIVATIVES_PUBLIC_KEY = 'no key' } = variables;
		const within = variables.PERMISSIONS_BOUNDARY;
		const by = `${S3_PREFIX_LIST} and ${DERIVATIVES_PUBLIC_KEY}${within === undefined ? '' : ` in ${within}`}`;
		this.done.push(`deploy for ${this.#siteOrigin} by ${by}`);
		return Promise.resolve();
	}

	remove(): Promise<void> {
		this.done.push('remove');
		this.#stack = undefined;
		return Promise.resolve();
	}
}

function stackOf(more: Partial<Stack>): Stack {
	return {
		status: 'UPDATE_COMPLETE',
		outputs: {},
		parameters: {},
		terminationProtection: false,
		...more,
	};
}

function everyOutput(): Stack['outputs'] {
	const names = Object.keys(readTemplate().Outputs);
	const named = Object.fromEntries(names.map((name) => [name, `the-${name}`]));
	return { ...named, SiteUrl: SITE_URL, SignUp: 'invited' };
}
