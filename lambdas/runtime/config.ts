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
export const databaseUrl = v.pipe(v.string(), v.url(), v.transform(parseDatabaseUrl));

/** Where the bucket is. */
export const bucketUrl = v.pipe(
	v.string(),
	v.url(),
	v.endsWith('/'),
	v.transform((text) => new URL(text)),
);

type EnvironmentSchema = v.GenericSchema<Readonly<Record<string, unknown>>>;

/** What `schema` says of the environment. Throws with the name of what is wrong and never its value. */
export function readConfig<Schema extends EnvironmentSchema>(
	schema: Schema,
): v.InferOutput<Schema> {
	const result = v.safeParse(schema, process.env);
	if (result.success) return result.output;
	const names = result.issues.map((issue) => v.getDotPath(issue) ?? '?');
	throw new Error(`The environment is incomplete: ${names.join(', ')}`);
}

/** Whether a person may ask for so much and no more: `serverless.yml` says it to every function. */
export function limitsPeople(): boolean {
	return process.env.PERSON_LIMITS !== 'off';
}

/** The region the function runs in: Lambda itself says so. */
export function ownRegion(): string {
	const { AWS_REGION } = process.env;
	if (AWS_REGION === undefined) throw new Error('The environment is incomplete: AWS_REGION');
	return AWS_REGION;
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
