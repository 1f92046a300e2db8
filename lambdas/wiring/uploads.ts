import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { ObjectStoreWhenCalled } from '../adapters/s3-object-store/when-called.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { readConfig } from '../config.ts';
import { trail } from '../log.ts';
import type { UploadsDeps } from '../usecases/uploads-deps.ts';
import { signerOf } from './signer.ts';

export function wireUploads(): UploadsDeps {
	const config = readConfig('uploads');
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		store: new ObjectStoreWhenCalled(config.BUCKET),
		signer: signerOf(config),
		clock: systemClock,
		newId,
		trail,
	};
}
