import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3, type CfnBucketProperties, type S3Notification } from '../s3/server.ts';
import { CORS_RULE } from './cors.ts';
import { PROBED_PREFIX } from './own-probe.ts';
import type { TargetOptions } from './target.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET = 'conformance';

const PROPERTIES = {
	VersioningConfiguration: { Status: 'Enabled' },
	CorsConfiguration: { CorsRules: [CORS_RULE] },
	OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
	NotificationConfiguration: {
		LambdaConfigurations: ['ObjectCreated', 'ObjectRemoved', 'ObjectRestore', 'Lifecycle'].map(
			(family) => ({
				Event: family === 'Lifecycle' ? 's3:Lifecycle*' : `s3:${family}:*`,
				Function: 'arn:aws:lambda:us-east-1:000000000000:function:probe',
				Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: PROBED_PREFIX }] } },
			}),
		),
	},
	LifecycleConfiguration: {
		Rules: [
			{
				Status: 'Enabled',
				Prefix: PROBED_PREFIX,
				ObjectSizeGreaterThan: 0,
				Transitions: [
					{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
					{ StorageClass: 'GLACIER', TransitionInDays: 60 },
				],
				NoncurrentVersionExpiration: { NoncurrentDays: 7 },
				AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
			},
			{
				Status: 'Enabled',
				Prefix: PROBED_PREFIX,
				TagFilters: [{ Key: 'freeze', Value: 'soon' }],
				ObjectSizeGreaterThan: 0,
				Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 2 }],
			},
			{ Status: 'Enabled', ExpiredObjectDeleteMarker: true },
		],
	},
} as const satisfies CfnBucketProperties;

export interface RunningServer {
	readonly options: TargetOptions;
	close(): Promise<void>;
}

/** Our own server on an empty folder and with fresh keys, gone when it is closed. */
export async function startOwnServer(): Promise<RunningServer> {
	const dataDir = await mkdtemp(join(tmpdir(), 's3-conformance-'));
	const accessKeyId = `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`;
	const secretAccessKey = randomBytes(20).toString('base64');
	const events: S3Notification[] = [];
	let offsetMs = 0;
	const now = (): Date => new Date(Date.now() + offsetMs);
	const server = await startS3({
		dataDir,
		port: 0,
		lifecycleClock: now,
		credentials: (id) =>
			id === accessKeyId ? { secretAccessKey, principal: 'conformance' } : undefined,
		authorize: () => true,
		buckets: { [BUCKET]: PROPERTIES },
		onEvent: (notification) => void events.push(notification),
	});
	return {
		options: {
			endpoint: server.endpoint,
			region: 'us-east-1',
			bucket: BUCKET,
			credentials: { accessKeyId, secretAccessKey },
			own: {
				advanceDays: async (days) => {
					offsetMs += days * DAY_MS;
					await server.applyLifecycle();
				},
				advanceHours: async (hours) => {
					offsetMs += hours * HOUR_MS;
					await server.advanceRestores();
				},
				leap: (days) => {
					offsetMs += days * DAY_MS;
				},
				now,
				offerExpedited: (isOffered) => {
					server.injectFaults(isOffered ? undefined : () => ({ expeditedUnavailable: true }));
				},
				events: async () => {
					await server.settleEvents();
					return events;
				},
			},
		},
		close: async () => {
			await server.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}
