import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { NotifierWhenCalled } from '../adapters/notifier-when-called.ts';
import { readConfig } from '../runtime/config.ts';
import type { NotificationsDeps } from './deps.ts';

export function wireNotifications(): NotificationsDeps {
	const { DATABASE_URL, TOPIC_ARN } = readConfig('notifications');
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		notifier: new NotifierWhenCalled(TOPIC_ARN),
	};
}
