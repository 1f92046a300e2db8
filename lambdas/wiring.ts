import { CloudFrontSigner, createKmsClient } from './adapters/cloudfront-signer.ts';
import { mysqlCatalog } from './adapters/mysql-catalog/catalog.ts';
import { databaseStateOver } from './adapters/mysql-catalog/database-state.ts';
import { openDatabase } from './adapters/mysql-catalog/database.ts';
import { createS3Client } from './adapters/s3-object-store/client.ts';
import { S3ObjectSigner } from './adapters/s3-object-store/s3-object-signer.ts';
import { S3ObjectStore } from './adapters/s3-object-store/s3-object-store.ts';
import { createSnsClient, SnsNotifier } from './adapters/sns-notifier.ts';
import { createClients } from './adapters/stage-health/clients.ts';
import { CloudWatchAlarms } from './adapters/stage-health/cloudwatch-alarms.ts';
import { EventBridgeSchedules } from './adapters/stage-health/eventbridge-schedules.ts';
import { S3BucketSettings } from './adapters/stage-health/s3-bucket-settings.ts';
import { SnsAlarmListeners } from './adapters/stage-health/sns-alarm-listeners.ts';
import { newId, systemClock } from './adapters/system.ts';
import { readConfig, type Config } from './config.ts';
import { log, trail } from './log.ts';
import { noTrail } from './ports/trail.ts';
import type { EventDeps } from './usecases/follow-object-events.ts';
import type { CloudHealthDeps } from './usecases/get-cloud-health.ts';
import type { DatabaseHealthDeps } from './usecases/get-database-health.ts';
import type { NotificationsDeps } from './usecases/notifications-deps.ts';
import type { DerivativesDeps } from './usecases/open-derivatives.ts';
import type { PurgeDeps } from './usecases/purge-deps.ts';
import type { DownloadsDeps } from './usecases/sign-downloads.ts';
import type { UploadsDeps } from './usecases/uploads-deps.ts';
import type { VaultDeps } from './usecases/vault-deps.ts';

/** The only place where ports meet what stands behind them. One call per process; connections come later. */
export function wireVault(): VaultDeps {
	const config = readConfig('vault');
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		clock: systemClock,
		newId,
		defaultQuotaBytes: config.DEFAULT_QUOTA_BYTES,
	};
}

export function wireUploads(): UploadsDeps {
	const { DATABASE_URL, BUCKET } = readConfig('uploads');
	const client = createS3Client();
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: new S3ObjectStore(client, BUCKET),
		signer: new S3ObjectSigner(client, BUCKET),
		clock: systemClock,
		newId,
		trail,
	};
}

export function wireDownloads(): DownloadsDeps {
	const { DATABASE_URL, BUCKET } = readConfig('downloads');
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		signer: new S3ObjectSigner(createS3Client(), BUCKET),
		clock: systemClock,
	};
}

export function wireDerivatives(): DerivativesDeps {
	const { SITE_ORIGIN, KEY_ID, KEY_PAIR_ID } = readConfig('derivatives');
	const names = { keyId: KEY_ID, keyPairId: KEY_PAIR_ID };
	return {
		signer: new CloudFrontSigner(createKmsClient(), names),
		clock: systemClock,
		origin: SITE_ORIGIN,
	};
}

export function wirePurge(): PurgeDeps {
	const { DATABASE_URL, BUCKET, TOPIC_ARN } = readConfig('purge');
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: new S3ObjectStore(createS3Client(), BUCKET),
		notifier: new SnsNotifier(createSnsClient(), TOPIC_ARN),
		clock: systemClock,
		newId,
	};
}

export function wireNotifications(): NotificationsDeps {
	const { DATABASE_URL, TOPIC_ARN } = readConfig('notifications');
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		notifier: new SnsNotifier(createSnsClient(), TOPIC_ARN),
	};
}

export function wireObjectEvents(): EventDeps & { readonly bucket: string } {
	return { ...wireEvents(readConfig('onObjectEvent')), trail };
}

export function wireSweep(): EventDeps {
	return { ...wireEvents(readConfig('sweep')), trail: noTrail };
}

function wireEvents({ DATABASE_URL, BUCKET, TOPIC_ARN }: Config<'onObjectEvent' | 'sweep'>) {
	return {
		bucket: BUCKET,
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: new S3ObjectStore(createS3Client(), BUCKET),
		notifier: new SnsNotifier(createSnsClient(), TOPIC_ARN),
		clock: systemClock,
		newId,
	};
}

export function wireHealth(): CloudHealthDeps {
	const { BUCKET, ALARM_TOPIC_ARN, ALARM_PREFIX, ALARMS, SCHEDULES } = readConfig('health');
	const { s3, cloudWatch, eventBridge, sns } = createClients();
	return {
		bucket: new S3BucketSettings(s3, BUCKET),
		alarms: new CloudWatchAlarms(cloudWatch),
		expected: { prefix: ALARM_PREFIX, alarms: ALARMS },
		listeners: new SnsAlarmListeners(sns, ALARM_TOPIC_ARN),
		schedules: new EventBridgeSchedules(eventBridge),
		expectedSchedules: SCHEDULES,
		onDoubt,
	};
}

export function wireDatabaseHealth(): DatabaseHealthDeps {
	const { DATABASE_URL } = readConfig('databaseHealth');
	return { database: databaseStateOver(openDatabase(DATABASE_URL)), onDoubt };
}

/** Of what went wrong only the name: messages may quote values. */
function onDoubt(check: string, error: unknown): void {
	log.warn('unknown', { check, fault: error instanceof Error ? error.name : typeof error });
}
