/** What a deployment asks of AWS, in our words. */
export interface Cloud {
	/** What CloudFormation knows of the stage; undefined where there is none. */
	stack(): Promise<Stack | undefined>;
	/** Makes the stack of a template without parameters. Throws when it fails; nothing is left of it then. */
	makeStack(template: string): Promise<void>;
	/** The addresses of S3 in this region, as a prefix list's id. */
	s3PrefixList(): Promise<string>;
	/** The public half of a key in KMS, in PEM. */
	publicKey(keyId: string): Promise<string>;
	/** The ARN of the boundary that the stage's roles are made in; undefined where the account has no roles of the pipeline. */
	boundary(): Promise<string | undefined>;
	/** Lets CloudFormation refuse to delete the stack, or not. */
	protectStack(isProtected: boolean): Promise<void>;
	/** Gives a function other code and nothing else, and waits until it answers with it. */
	replaceCode(functionName: string, zip: Uint8Array): Promise<void>;
	/** Runs the migrations. Answers with the names of those that ran; throws when one failed. */
	migrate(functionName: string): Promise<readonly string[]>;
	/** Puts one file of the site into its bucket, over an older one. */
	putSiteFile(bucket: string, file: SiteFile): Promise<void>;
	/** Deletes every object and version of a bucket; idempotent, also where the bucket is gone. */
	emptyBucket(bucket: string): Promise<void>;
}

export interface Stack {
	/** In CloudFormation's words, such as `UPDATE_ROLLBACK_COMPLETE`. */
	readonly status: string;
	readonly outputs: Outputs;
	readonly parameters: Parameters;
	/** Whether CloudFormation itself refuses to delete it. */
	readonly terminationProtection: boolean;
}

/** One that tells its address. */
export interface DeployedStack extends Stack {
	readonly outputs: Outputs & { readonly SiteUrl: string };
}

export type Outputs = Readonly<Record<string, string>>;
export type Parameters = Readonly<Record<string, string>>;

export interface SiteFile {
	/** Its path below the site's root, such as `_app/version.json`. */
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly contentType: string;
	readonly cacheControl: string;
}

/** One output that has to be there. */
export function output(outputs: Outputs, name: string): string {
	const value = outputs[name];
	if (value === undefined) throw new Error(`The stack does not tell its ${name}.`);
	return value;
}

/**
 * Whether a deployment has gone through. A first one that failed leaves a stack all the same: what the
 * framework makes before everything else, the bucket for our code, and one output that names it.
 */
export function isDeployed(stack: Stack | undefined): stack is DeployedStack {
	return stack?.outputs.SiteUrl !== undefined;
}

/** Throws while CloudFormation is at work: what we would do in between it could undo. */
export function refuseWhileBusy({ status }: Stack): void {
	if (!status.endsWith('_IN_PROGRESS')) return;
	throw new Error(`CloudFormation is still at work on this stage (${status}). Try again after it.`);
}

/** The framework's command line: packages and deploys serverless.yml. */
export interface Framework {
	/** Bundles the functions and writes the templates, on this machine alone. `variables` reach deploy/parameters.yml. */
	package(variables: Variables): Promise<Package>;
	/** Updates the whole stack to what was packaged last, once. */
	deploy(): Promise<void>;
	/** Deletes the stack; what the template retains stays. */
	remove(): Promise<void>;
}

/** What deploy/parameters.yml asks the environment for, and only the account itself can tell. */
export type Variables = Readonly<Record<string, string>>;

export interface Package {
	/** The template a stack begins with: the bucket that our code is uploaded to. */
	readonly coreTemplate: string;
	readonly template: string;
	readonly parameters: Parameters;
	/** The zip of the function `migrate`. */
	readonly migrateCode: Uint8Array;
}
