import { DEFAULT_QUOTA_BYTES } from '#contract/limits';
import * as v from 'valibot';

/** Where the catalog is, and how to prove who we are. */
export type DatabaseConfig = {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	/** Connections one process may hold; absent: as many as one function needs. */
	readonly connectionsMax?: number;
} & (
	| { readonly auth: 'password'; readonly password: string }
	| { readonly auth: 'iam'; readonly region: string }
);

/** `mysql://user[:password]@host:port/database[?auth=iam]` */
const databaseUrl = v.pipe(v.string(), v.url(), v.transform(parseDatabaseUrl));

const positiveInteger = v.pipe(
	v.string(),
	v.regex(/^[1-9]\d*$/, 'must be a whole number above 0'),
	v.transform(Number),
	v.safeInteger(),
);

/** `one,two` */
const names = v.pipe(
	v.string(),
	v.nonEmpty(),
	v.transform((text) => text.split(',')),
);

const signsForBrowsers = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: v.pipe(
		v.string(),
		v.url(),
		v.endsWith('/'),
		v.transform((text) => new URL(text)),
	),
});

/** What each function reads from its environment, and nothing else: the template gives it exactly this. */
const schemas = {
	vault: v.object({
		DATABASE_URL: databaseUrl,
		DEFAULT_QUOTA_BYTES: v.optional(positiveInteger, String(DEFAULT_QUOTA_BYTES)),
	}),
	uploads: signsForBrowsers,
	downloads: signsForBrowsers,
	derivatives: v.object({ SITE_ORIGIN: v.string(), KEY_ID: v.string(), KEY_PAIR_ID: v.string() }),
	purge: v.object({ DATABASE_URL: databaseUrl, BUCKET: v.string(), TOPIC_ARN: v.string() }),
	notifications: v.object({ DATABASE_URL: databaseUrl, TOPIC_ARN: v.string() }),
	onObjectEvent: v.object({ DATABASE_URL: databaseUrl, BUCKET: v.string(), TOPIC_ARN: v.string() }),
	sweep: v.object({ DATABASE_URL: databaseUrl, BUCKET: v.string(), TOPIC_ARN: v.string() }),
	migrate: v.object({ DATABASE_URL: databaseUrl }),
	health: v.object({
		BUCKET: v.string(),
		ALARM_TOPIC_ARN: v.string(),
		ALARM_PREFIX: v.string(),
		ALARMS: names,
		SCHEDULES: names,
	}),
	databaseHealth: v.object({ DATABASE_URL: databaseUrl }),
};

export type FunctionName = keyof typeof schemas;
export type Config<F extends FunctionName> = v.InferOutput<(typeof schemas)[F]>;

/** The function's configuration. Throws at the start of the process, with the name of what is wrong and never its value. */
export function readConfig<F extends FunctionName>(name: F): Config<F>;
export function readConfig(name: FunctionName): Config<FunctionName> {
	const result = v.safeParse(schemas[name], process.env);
	if (result.success) return result.output;
	const places = result.issues.map((issue) => v.getDotPath(issue) ?? '?');
	throw new Error(`The environment of ${name} is incomplete: ${places.join(', ')}`);
}

/** The region the function runs in: Lambda itself says so. */
export function ownRegion(): string {
	return process.env.AWS_REGION ?? '';
}

/** `mysql://user[:password]@host:port/database[?auth=iam]` */
export function parseDatabaseUrl(text: string): DatabaseConfig {
	const url = new URL(text);
	const place = {
		host: url.hostname,
		port: url.port === '' ? 3306 : Number(url.port),
		database: decodeURIComponent(url.pathname.slice(1)),
		user: decodeURIComponent(url.username),
	};
	return url.searchParams.get('auth') === 'iam'
		? { ...place, auth: 'iam', region: ownRegion() }
		: { ...place, auth: 'password', password: decodeURIComponent(url.password) };
}
