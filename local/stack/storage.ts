import {
	CreateBucketCommand,
	ListObjectVersionsCommand,
	PutBucketCorsCommand,
	PutBucketVersioningCommand,
	S3Client,
	type CORSRule,
} from '@aws-sdk/client-s3';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Clock } from '../clock/vault-clock.ts';
import { requirePermission, requireQueuePolicy } from '../functions/permissions.ts';
import { overLine, type Line } from '../http/serve.ts';
import { keyFromEnvironment, type AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import { reasonOf } from '../s3/reason-of.ts';
import { startS3, type S3Notification, type S3Server } from '../s3/server.ts';
import type { Template } from '../template/template.ts';
import { requireChecksums } from './require-checksums.ts';

export interface StorageOptions {
	readonly template: Template;
	readonly dataDir: string;
	readonly port: number;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	readonly clock: Clock;
	readonly onEvent: (notification: S3Notification) => void | Promise<void>;
	readonly line?: Line | undefined;
	readonly log: (line: string) => void;
}

type Variables = Readonly<Record<string, string>>;

export interface Storage {
	readonly origin: string;
	/** Only where the buckets are served by us. */
	readonly server: S3Server | undefined;
	/** What takes the place of a function's own variables: addresses of buckets. */
	readonly replace: (variables: Variables) => Variables;
	close(): Promise<void>;
}

const NotificationSchema = v.object({
	NotificationConfiguration: v.optional(
		v.object({
			LambdaConfigurations: v.optional(v.array(v.object({ Function: v.string() })), []),
			QueueConfigurations: v.optional(v.array(v.object({ Queue: v.string() })), []),
		}),
	),
});

/** Serves the template's buckets from the data directory. */
export async function startStorage(options: StorageOptions): Promise<Storage> {
	const { template, keys } = options;
	const buckets = template.resources('AWS::S3::Bucket');
	for (const bucket of buckets) {
		const { NotificationConfiguration } = v.parse(NotificationSchema, bucket.properties);
		for (const rule of NotificationConfiguration?.LambdaConfigurations ?? []) {
			requirePermission(template, rule.Function, 's3.amazonaws.com');
		}
		for (const rule of NotificationConfiguration?.QueueConfigurations ?? []) {
			requireQueuePolicy(template, rule.Queue, 's3.amazonaws.com');
		}
	}
	const server = await startS3({
		dataDir: join(options.dataDir, 's3'),
		port: options.port,
		region: template.account.region,
		credentials: (accessKeyId) => keys.find(accessKeyId),
		authorize: options.authorize,
		line: (request) => overLine(options.line, request),
		clock: () => options.clock.now(),
		buckets: Object.fromEntries(buckets.map((bucket) => [bucket.ref, bucket.properties])),
		onEvent: options.onEvent,
		log: options.log,
	});
	const origin = server.endpoint;
	return { origin, server, replace: replacer(template, origin), close: () => server.close() };
}

const CorsSchema = v.object({
	CorsConfiguration: v.optional(
		v.object({
			CorsRules: v.array(
				v.object({
					AllowedHeaders: v.optional(v.array(v.string())),
					AllowedMethods: v.array(v.string()),
					AllowedOrigins: v.array(v.string()),
					ExposedHeaders: v.optional(v.array(v.string())),
					MaxAge: v.optional(v.number()),
				}),
			),
		}),
	),
	VersioningConfiguration: v.optional(v.object({ Status: v.picklist(['Enabled', 'Suspended']) })),
});

/**
 * Makes the template's buckets on another S3 server, with the keys of the usual AWS variables. That
 * server neither knows our roles nor calls our functions: permissions are not checked there, and
 * uploads finish by the client and the sweep alone.
 */
export async function useStorage(
	endpoint: string,
	{ template, log }: Pick<StorageOptions, 'template' | 'log'>,
): Promise<Storage> {
	if (!URL.canParse(endpoint))
		throw new Error(`--s3 takes the address of a server, not ${endpoint}.`);
	const client = new S3Client({
		endpoint,
		credentials: keyFromEnvironment(),
		region: template.account.region,
		forcePathStyle: true,
	});
	const attempt = async (what: string, call: Promise<unknown>): Promise<void> => {
		await call.catch((error: unknown) => log(`${what} on ${endpoint}: ${reasonOf(error)}`));
	};
	const refuse = (error: unknown): never => {
		throw new Error(`The S3 server at ${endpoint} cannot be used: ${reasonOf(error)}`, {
			cause: error,
		});
	};
	for (const bucket of template.resources('AWS::S3::Bucket')) {
		const Bucket = bucket.ref;
		const { CorsConfiguration: cors, VersioningConfiguration: versioning } = v.parse(
			CorsSchema,
			bucket.properties,
		);
		// The others hold the site and deployment packages, which no part of a local stack reads from S3.
		if (!cors) continue;
		// It may be there already, and ours to use without being ours to make.
		await client.send(new CreateBucketCommand({ Bucket })).catch(() => undefined);
		await client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 })).catch(refuse);
		if (versioning) {
			const command = new PutBucketVersioningCommand({
				Bucket,
				VersioningConfiguration: versioning,
			});
			await attempt('PutBucketVersioning', client.send(command));
		}
		await requireChecksums(client, Bucket).catch(refuse);
		const CORSConfiguration = { CORSRules: cors.CorsRules.map(toRule) };
		const putCors = new PutBucketCorsCommand({ Bucket, CORSConfiguration });
		await attempt('PutBucketCors', client.send(putCors));
	}
	client.destroy();
	const { origin } = new URL(endpoint);
	const replace = replacer(template, origin);
	return { origin, server: undefined, replace, close: () => Promise.resolve() };
}

/** AWS names a bucket in the host of its address; here, as at most other servers, it is in the path. */
function replacer(template: Template, origin: string): Storage['replace'] {
	const here = new Map(
		template
			.resources('AWS::S3::Bucket')
			.map(({ ref, attributes }): [string, string] => [
				`https://${attributes.RegionalDomainName ?? ''}/`,
				`${origin}/${ref}/`,
			]),
	);
	return (variables) =>
		Object.fromEntries(
			Object.entries(variables).flatMap(([name, value]) => {
				const address = here.get(value);
				return address === undefined ? [] : [[name, address]];
			}),
		);
}

type DeclaredRule = NonNullable<
	v.InferOutput<typeof CorsSchema>['CorsConfiguration']
>['CorsRules'][number];

/** CloudFormation and the API give the same things other names. */
function toRule({ ExposedHeaders, MaxAge, ...rule }: DeclaredRule): CORSRule {
	return { ...rule, ExposeHeaders: ExposedHeaders, MaxAgeSeconds: MaxAge };
}
