import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { NotifierWhenCalled } from '../adapters/notifier-when-called.ts';
import { ObjectStoreWhenCalled } from '../adapters/s3-object-store/when-called.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { readConfig, type Config } from '../config.ts';
import { trail } from '../log.ts';
import { noTrail } from '../ports/trail.ts';
import type { EventDeps } from '../usecases/follow-object-events.ts';

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
		store: new ObjectStoreWhenCalled(BUCKET),
		notifier: new NotifierWhenCalled(TOPIC_ARN),
		clock: systemClock,
		newId,
	};
}
