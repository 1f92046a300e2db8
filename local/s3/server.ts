import type { S3Options, S3Server } from './options.ts';

export type { CfnBucketProperties } from './bucket-properties.ts';
export type { NotificationTarget, S3EventRecord, S3Notification } from './events.ts';
export type {
	AuthorizationRequest,
	Credentials,
	Fault,
	Faults,
	FaultTarget,
	S3Options,
	S3Server,
} from './options.ts';

/** Starts a server over `dataDir`. Rejects if the port is taken or a bucket's shape is wrong. */
export async function startS3(options: S3Options): Promise<S3Server> {
	await Promise.resolve();
	throw new Error(`not listening on ${String(options.port)} yet`);
}
