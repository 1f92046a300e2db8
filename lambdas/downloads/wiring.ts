import * as v from 'valibot';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { openSigner } from '../adapters/s3-object-store/open-signer.ts';
import { systemClock } from '../adapters/system.ts';
import { bucketUrl, databaseUrl, ownRegion, readConfig } from '../runtime/config.ts';
import type { DownloadsDeps } from './sign-downloads.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
});

export function wireDownloads(): DownloadsDeps {
	const { DATABASE_URL, BUCKET, BUCKET_URL } = readConfig(environment);
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		signer: openSigner({ name: BUCKET, url: BUCKET_URL, region: ownRegion() }),
		clock: systemClock,
	};
}
