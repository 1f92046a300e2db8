import * as v from 'valibot';
import { LazyNotifier } from '../adapters/lazy-notifier.ts';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { createComparisonRepository } from '../adapters/mysql-catalog/comparisons.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { createNamedObjectRepository } from '../adapters/mysql-catalog/named-objects.ts';
import { openObjectStore } from '../adapters/s3-object-store/open-object-store.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { noLogContext } from '../ports/log-context.ts';
import { bucketUrl, databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import type { ReconcileDeps } from './reconcile.ts';
import type { SweepDeps } from './sweep-unfinished.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
	TOPIC_ARN: v.string(),
});

export function wireSweep(): Omit<SweepDeps & ReconcileDeps, 'hasTimeLeft'> {
	const { DATABASE_URL, BUCKET, BUCKET_URL, TOPIC_ARN } = readConfig(environment);
	const region = ownRegion();
	const db = openDatabase(DATABASE_URL);
	return {
		catalog: mysqlCatalog(db),
		namedObjects: createNamedObjectRepository(db),
		comparisons: createComparisonRepository(db),
		store: openObjectStore({ name: BUCKET, url: BUCKET_URL, region }),
		notifier: new LazyNotifier(TOPIC_ARN),
		clock: systemClock,
		newId,
		logContext: noLogContext,
		region,
	};
}
