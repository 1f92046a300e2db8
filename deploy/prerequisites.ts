/** What an account tells before anything is made in it. Each question takes a second and changes nothing. */
export interface AccountFacts {
	/** Whether the account has the region: EC2's word for it; undefined where AWS knows no such region. */
	regionState(): Promise<string | undefined>;
	/** What CloudFront says to an account that may have no distribution; undefined where it does not say so. */
	cloudFrontRefusal(): Promise<string | undefined>;
	/** How many functions may run at once. */
	concurrency(): Promise<number>;
	/** The plan that the account was opened with; undefined for an account from before there were plans. */
	plan(): Promise<string | undefined>;
	/** Whether RDS has its service-linked role, which every database needs. */
	hasRoleOfRds(): Promise<boolean>;
	networks(): Promise<{ readonly used: number; readonly quota: number }>;
}

export interface Prerequisites {
	/** What a first deployment would fail at, each with what to do. */
	readonly missing: readonly string[];
	/** What it goes through without, and what could not be looked at. */
	readonly advice: readonly string[];
}

/** Below it, a first burst of uploads and a gallery turn each other away; new accounts begin with 10. */
const CONCURRENCY_WANTED = 100;

type Finding = Partial<Record<keyof Prerequisites, string>>;

/** Asks all at once, so that everything that is missing stands in one list. */
export async function lookForPrerequisites(
	account: AccountFacts,
	region: string,
): Promise<Prerequisites> {
	const questions: readonly [what: string, ask: () => Promise<Finding>][] = [
		['the region', () => askRegion(account, region)],
		['CloudFront', () => askCloudFront(account)],
		["Lambda's concurrency", () => askConcurrency(account, region)],
		["the account's plan", () => askPlan(account)],
		["RDS's own role", () => askRoleOfRds(account)],
		['the quota of networks', () => askNetworks(account, region)],
	];
	const found = await Promise.all(
		questions.map(([what, ask]) =>
			ask().catch((error: unknown): Finding => {
				const reason = error instanceof Error ? error.message : String(error);
				return { advice: `Could not look at ${what}: ${reason}` };
			}),
		),
	);
	return {
		missing: found.flatMap(({ missing }) => missing ?? []),
		advice: found.flatMap(({ advice }) => advice ?? []),
	};
}

/** Throws all that is missing, as one list. */
export function requireNothing(missing: readonly string[]): void {
	if (missing.length === 0) return;
	const lines = missing.map((sentence) => `  - ${sentence}`);
	throw new Error(`Nothing is made yet. Missing:\n${lines.join('\n')}`);
}

async function askRegion(account: AccountFacts, region: string): Promise<Finding> {
	const state = await account.regionState();
	if (state === undefined) return { missing: `AWS has no region ${region}.` };
	if (state !== 'not-opted-in') return {};
	return {
		missing: `The account has not switched on ${region}: aws account enable-region --region-name ${region}`,
	};
}

async function askCloudFront(account: AccountFacts): Promise<Finding> {
	const refusal = await account.cloudFrontRefusal();
	if (refusal === undefined) return {};
	return {
		missing: `CloudFront lets this account make no distribution yet: "${refusal}" Open a case with AWS Support (free, "Account and billing") and quote that sentence.`,
	};
}

async function askConcurrency(account: AccountFacts, region: string): Promise<Finding> {
	const runs = await account.concurrency();
	if (runs >= CONCURRENCY_WANTED) return {};
	return {
		advice: `Lambda runs only ${String(runs)} functions at once here, enough to try it. Ask for 1,000, which is free: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ${region}`,
	};
}

async function askPlan(account: AccountFacts): Promise<Finding> {
	if ((await account.plan()) !== 'FREE') return {};
	return {
		missing:
			'The account is on the free plan, on which RDS refuses a week of backups and the proxy. Upgrade it in the console, under "Billing and Cost Management"; what is left of the credits stays.',
	};
}

async function askRoleOfRds(account: AccountFacts): Promise<Finding> {
	if (await account.hasRoleOfRds()) return {};
	return {
		missing:
			'RDS has no role of its own in this account, and the first database fails while it is being made: aws iam create-service-linked-role --aws-service-name rds.amazonaws.com',
	};
}

async function askNetworks(account: AccountFacts, region: string): Promise<Finding> {
	const { used, quota } = await account.networks();
	if (used < quota) return {};
	return {
		missing: `All ${String(quota)} networks (VPCs) that the account may have in ${region} are taken, and a stage needs one: delete one, or aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value ${String(quota + 5)} --region ${region}`,
	};
}
