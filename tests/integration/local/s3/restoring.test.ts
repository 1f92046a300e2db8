import {
	GetObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	RestoreObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { S3Notification, S3Server } from '../../../../local/s3/server.ts';
import { BUCKET, clientOf, newDataDir, startServer } from './s3-fixture.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const OBJECT = { Bucket: BUCKET, Key: 'cold' };
const BUCKETS = {
	[BUCKET]: {
		VersioningConfiguration: { Status: 'Enabled' },
		NotificationConfiguration: {
			LambdaConfigurations: [{ Event: 's3:ObjectRestore:*', Function: 'arn:of:function' }],
		},
	},
} as const;

test('goes on with a restore after each restart, and tells of every step once', async () => {
	const dataDir = await newDataDir();
	const names: string[] = [];
	const onEvent = ({ event }: S3Notification): void => {
		names.push(event.Records[0].eventName);
	};
	/** A server that is started so much later, and has done what was due by then. */
	const startAfter = async (offsetMs: number): Promise<S3Server> => {
		const lifecycleClock = () => new Date(Date.now() + offsetMs);
		const server = await startServer({ dataDir, lifecycleClock, onEvent, buckets: BUCKETS });
		await server.applyLifecycle();
		await server.settleEvents();
		return server;
	};

	const first = await startAfter(0);
	const s3 = clientOf(first.endpoint);
	await s3.send(new PutObjectCommand({ ...OBJECT, Body: 'cold', StorageClass: 'GLACIER' }));
	const RestoreRequest = { Days: 2, GlacierJobParameters: { Tier: 'Standard' as const } };
	await s3.send(new RestoreObjectCommand({ ...OBJECT, RestoreRequest }));
	await first.close();

	await (await startAfter(HOUR_MS)).close();
	expect(names).toEqual(['ObjectRestore:Post']);

	const ready = await startAfter(5 * HOUR_MS);
	const { Body } = await clientOf(ready.endpoint).send(new GetObjectCommand(OBJECT));
	expect(await Body?.transformToString()).toBe('cold');
	await ready.close();
	expect(names).toEqual(['ObjectRestore:Post', 'ObjectRestore:Completed']);

	await (await startAfter(4 * DAY_MS)).close();
	await startAfter(5 * DAY_MS);
	expect(names).toEqual(['ObjectRestore:Post', 'ObjectRestore:Completed', 'ObjectRestore:Delete']);
});

test('finishes every restore under way when it is told to, and counts their days from then', async () => {
	const names: string[] = [];
	const server = await startServer({
		buckets: BUCKETS,
		onEvent: ({ event }) => void names.push(event.Records[0].eventName),
	});
	const s3 = clientOf(server.endpoint);
	const put = { ...OBJECT, Body: 'cold', StorageClass: 'GLACIER' as const };
	await s3.send(new PutObjectCommand(put));
	await s3.send(new PutObjectCommand({ ...put, Key: 'left alone' }));
	await s3.send(new RestoreObjectCommand({ ...OBJECT, RestoreRequest: { Days: 2 } }));

	expect(await server.finishRestores()).toBe(1);
	expect(await server.finishRestores()).toBe(0);
	await server.settleEvents();

	const { Restore } = await s3.send(new HeadObjectCommand(OBJECT));
	const midnight = new Date(Math.ceil(Date.now() / DAY_MS + 2) * DAY_MS);
	expect(Restore).toBe(`ongoing-request="false", expiry-date="${midnight.toUTCString()}"`);
	expect(names).toEqual(['ObjectRestore:Post', 'ObjectRestore:Completed']);
});
