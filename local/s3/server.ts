import type { Service } from './answer.ts';
import { ignoredProperties, isVersioned, parseBucketProperties } from './bucket-properties.ts';
import type { Bucket } from './call.ts';
import { runLifecycle } from './lifecycle.ts';
import { listen } from './listen.ts';
import type { Faults, S3Options, S3Server } from './options.ts';
import { advanceRestores, finishRestores } from './restore-progress.ts';
import { Changes } from './store/changes.ts';
import { Outbox } from './store/outbox.ts';
import { openStorage } from './store/storage.ts';

export type { CfnBucketProperties } from './bucket-properties.ts';
export type { S3EventRecord, S3Notification } from './events.ts';
export type { AuthorizationRequest, Fault, Faults, S3Options, S3Server } from './options.ts';

const DEFAULT_REGION = 'us-east-1';

/** Starts a server over `dataDir`. Rejects if the port is taken or a bucket's shape is wrong. */
export async function startS3(options: S3Options): Promise<S3Server> {
	const log = options.log ?? (() => undefined);
	const clock = options.clock ?? (() => new Date());
	const lifecycleClock = options.lifecycleClock ?? clock;
	const region = options.region ?? DEFAULT_REGION;
	const buckets = parseBuckets(options.buckets, log);
	const storage = await openStorage(options.dataDir);
	const outbox = new Outbox(storage.database, { deliver: options.onEvent, log });
	const propertiesOf = (name: string): Bucket['properties'] | undefined =>
		buckets.get(name)?.properties;
	const changes = new Changes({ storage, outbox, region, propertiesOf });
	let faults: Faults | undefined = options.faults;
	const service: Service = {
		region,
		clock,
		lifecycleClock,
		credentials: options.credentials,
		authorize: options.authorize,
		buckets,
		storage,
		changes,
		faults: () => faults,
	};
	const http = await listen(service, { port: options.port, line: options.line, log }).catch(
		(error: unknown) => {
			storage.database.close();
			throw error;
		},
	);
	outbox.wake();
	const shutDown = async (): Promise<void> => {
		await http.close();
		await outbox.close();
		storage.database.close();
	};
	let closing: Promise<void> | undefined;
	return {
		endpoint: `http://127.0.0.1:${String(http.port)}`,
		port: http.port,
		applyLifecycle: () => applyLifecycle(service),
		advanceRestores: () => advanceAllRestores(service),
		finishRestores: () => finishAllRestores(service),
		injectFaults: (next) => {
			faults = next;
		},
		settleEvents: () => outbox.settle(),
		close: () => (closing ??= shutDown()),
	};
}

async function applyLifecycle(service: Service): Promise<void> {
	const { buckets, storage, changes, lifecycleClock } = service;
	for (const bucket of buckets.values()) {
		await runLifecycle(bucket, { storage, changes, now: lifecycleClock() });
	}
}

async function advanceAllRestores(service: Service): Promise<void> {
	const { buckets, storage, changes, lifecycleClock } = service;
	for (const bucket of buckets.values()) {
		await advanceRestores(bucket, { storage, changes, now: lifecycleClock() });
	}
}

async function finishAllRestores(service: Service): Promise<number> {
	const { buckets, storage, changes, lifecycleClock } = service;
	let count = 0;
	for (const bucket of buckets.values()) {
		count += await finishRestores(bucket, { storage, changes, now: lifecycleClock() });
	}
	return count;
}

function parseBuckets(
	given: S3Options['buckets'],
	log: (line: string) => void,
): Map<string, Bucket> {
	const buckets = new Map<string, Bucket>();
	for (const [name, raw] of Object.entries(given)) {
		const properties = parseBucketProperties(name, raw);
		const ignored = ignoredProperties(raw);
		if (ignored.length > 0) log(`S3 bucket ${name}: no effect here: ${ignored.join(', ')}`);
		buckets.set(name, { name, properties, versioned: isVersioned(properties) });
	}
	return buckets;
}
