import * as v from 'valibot';
import { LazyNotifier } from '../adapters/lazy-notifier.ts';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { databaseUrl, readConfig } from '../runtime/config.ts';
import type { NotificationsDeps } from './deps.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({ DATABASE_URL: databaseUrl, TOPIC_ARN: v.string() });

export function wireNotifications(): NotificationsDeps {
	const { DATABASE_URL, TOPIC_ARN } = readConfig(environment);
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		notifier: new LazyNotifier(TOPIC_ARN),
		clock: systemClock,
		newId,
	};
}
