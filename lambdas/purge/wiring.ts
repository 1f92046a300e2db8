import * as v from 'valibot';
import { LazyNotifier } from '../adapters/lazy-notifier.ts';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { openObjectStore } from '../adapters/s3-object-store/open-object-store.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { bucketUrl, databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import type { PurgeDeps } from './deps.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
	TOPIC_ARN: v.string(),
});

export function wirePurge(): PurgeDeps {
	const { DATABASE_URL, BUCKET, BUCKET_URL, TOPIC_ARN } = readConfig(environment);
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: openObjectStore({ name: BUCKET, url: BUCKET_URL, region: ownRegion() }),
		notifier: new LazyNotifier(TOPIC_ARN),
		clock: systemClock,
		newId,
	};
}
