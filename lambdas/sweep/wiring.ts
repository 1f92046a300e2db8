import * as v from 'valibot';
import { LazyNotifier } from '../adapters/lazy-notifier.ts';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { createComparisonRepository } from '../adapters/mysql-catalog/comparisons.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { createNamedObjectRepository } from '../adapters/mysql-catalog/named-objects.ts';
import { LazyObjectStore } from '../adapters/s3-object-store/lazy-object-store.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { noLogContext } from '../ports/log-context.ts';
import { databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import type { ReconcileDeps } from './reconcile.ts';
import type { SweepDeps } from './sweep-unfinished.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	TOPIC_ARN: v.string(),
});

export function wireSweep(): Omit<SweepDeps & ReconcileDeps, 'hasTimeLeft'> {
	const { DATABASE_URL, BUCKET, TOPIC_ARN } = readConfig(environment);
	const db = openDatabase(DATABASE_URL);
	return {
		catalog: mysqlCatalog(db),
		namedObjects: createNamedObjectRepository(db),
		comparisons: createComparisonRepository(db),
		store: new LazyObjectStore(BUCKET),
		notifier: new LazyNotifier(TOPIC_ARN),
		clock: systemClock,
		newId,
		logContext: noLogContext,
		region: ownRegion(),
	};
}
