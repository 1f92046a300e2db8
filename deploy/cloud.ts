/** What a deployment asks of AWS, in our words. */
export interface Cloud {
	/** What the stack tells about itself; undefined where there is none yet. */
	outputs(): Promise<Outputs | undefined>;
	/** The addresses of S3 in this region, as a prefix list's id. */
	s3PrefixList(): Promise<string>;
	/** The public half of a key in KMS, in PEM. */
	publicKey(keyId: string): Promise<string>;
	/** Runs the migrations. Answers with the names of those that ran; throws when one failed. */
	migrate(functionName: string): Promise<readonly string[]>;
	/** Puts one file of the site into its bucket, over an older one. */
	putSiteFile(bucket: string, file: SiteFile): Promise<void>;
	/** Deletes every object and version of a bucket; idempotent. */
	emptyBucket(bucket: string): Promise<void>;
}

export type Outputs = Readonly<Record<string, string>>;

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

/** The framework's command line: packages and deploys serverless.yml. */
export interface Framework {
	/** Creates or updates the whole stack. `variables` reach deploy/parameters.yml. */
	deploy(variables: Readonly<Record<string, string>>): Promise<void>;
	/** Replaces the code of one function, nothing else. */
	deployFunction(name: string, variables: Readonly<Record<string, string>>): Promise<void>;
	/** Deletes the stack; what the template retains stays. */
	remove(): Promise<void>;
}
