import * as v from 'valibot';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { openDocumentStore } from '../adapters/s3-object-store/open-document-store.ts';
import { systemClock } from '../adapters/system.ts';
import { bucketUrl, databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import type { ManifestDeps } from './write-manifest.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
});

export function wireManifest(): Omit<ManifestDeps, 'hasTimeLeft'> {
	const { DATABASE_URL, BUCKET, BUCKET_URL } = readConfig(environment);
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		documents: openDocumentStore({ name: BUCKET, url: BUCKET_URL, region: ownRegion() }),
		clock: systemClock,
	};
}
