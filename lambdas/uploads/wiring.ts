import * as v from 'valibot';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { openObjectStore } from '../adapters/s3-object-store/open-object-store.ts';
import { openSigner } from '../adapters/s3-object-store/open-signer.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { bucketUrl, databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import { logContext } from '../runtime/log.ts';
import type { UploadsDeps } from './deps.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
});

export function wireUploads(): UploadsDeps {
	const { DATABASE_URL, BUCKET, BUCKET_URL } = readConfig(environment);
	const bucket = { name: BUCKET, url: BUCKET_URL, region: ownRegion() };
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: openObjectStore(bucket),
		signer: openSigner(bucket),
		clock: systemClock,
		newId,
		logContext,
	};
}
