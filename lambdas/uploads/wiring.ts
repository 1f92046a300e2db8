import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { openSigner } from '../adapters/s3-object-store/open-signer.ts';
import { ObjectStoreWhenCalled } from '../adapters/s3-object-store/when-called.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { ownRegion, readConfig } from '../runtime/config.ts';
import { logContext } from '../runtime/log.ts';
import type { UploadsDeps } from './deps.ts';

export function wireUploads(): UploadsDeps {
	const { DATABASE_URL, BUCKET, BUCKET_URL } = readConfig('uploads');
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: new ObjectStoreWhenCalled(BUCKET),
		signer: openSigner({ name: BUCKET, url: BUCKET_URL, region: ownRegion() }),
		clock: systemClock,
		newId,
		logContext,
	};
}
