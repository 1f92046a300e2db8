import * as v from 'valibot';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { createS3Client } from '../adapters/s3-object-store/client.ts';
import { S3DocumentStore } from '../adapters/s3-object-store/document-store.ts';
import { systemClock } from '../adapters/system.ts';
import { databaseUrl, readConfig } from '../runtime/config.ts';
import type { ManifestDeps } from './write-manifest.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({ DATABASE_URL: databaseUrl, BUCKET: v.string() });

export function wireManifest(): Omit<ManifestDeps, 'hasTimeLeft'> {
	const { DATABASE_URL, BUCKET } = readConfig(environment);
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		documents: new S3DocumentStore(createS3Client(), BUCKET),
		clock: systemClock,
	};
}
