import { DEFAULT_RESTORES_PER_DAY } from '#contract/limits';
import * as v from 'valibot';
import { LazyNotifier } from '../adapters/lazy-notifier.ts';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { openObjectRestorer } from '../adapters/s3-object-store/open-object-restorer.ts';
import { openObjectStore } from '../adapters/s3-object-store/open-object-store.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { bucketUrl, databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import type { RestoresDeps } from './deps.ts';

/** Zero lets nothing be restored. */
const atMost = (usual: number) =>
	v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d+(\.\d+)?$/, 'must be a number from 0 on'),
			v.transform(Number),
			v.maxValue(Number.MAX_SAFE_INTEGER),
		),
		String(usual),
	);

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
	TOPIC_ARN: v.string(),
	RESTORE_FILES_PER_DAY: atMost(DEFAULT_RESTORES_PER_DAY.files),
	RESTORE_BYTES_PER_DAY: atMost(DEFAULT_RESTORES_PER_DAY.bytes),
	RESTORE_USD_PER_DAY: atMost(DEFAULT_RESTORES_PER_DAY.usd),
});

export function wireRestores(): Omit<RestoresDeps, 'hasTimeLeft'> {
	const config = readConfig(environment);
	const region = ownRegion();
	const bucket = { name: config.BUCKET, url: config.BUCKET_URL, region };
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		store: openObjectStore(bucket),
		restorer: openObjectRestorer(bucket),
		notifier: new LazyNotifier(config.TOPIC_ARN),
		clock: systemClock,
		newId,
		region,
		allowance: {
			files: config.RESTORE_FILES_PER_DAY,
			bytes: config.RESTORE_BYTES_PER_DAY,
			usd: config.RESTORE_USD_PER_DAY,
		},
	};
}
