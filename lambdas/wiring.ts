import { mysqlCatalog } from './adapters/mysql-catalog/catalog.ts';
import { openDatabase } from './adapters/mysql-catalog/database.ts';
import { createS3Client } from './adapters/s3-object-store/client.ts';
import { S3ObjectSigner } from './adapters/s3-object-store/s3-object-signer.ts';
import { S3ObjectStore } from './adapters/s3-object-store/s3-object-store.ts';
import { newId, systemClock } from './adapters/system.ts';
import { readConfig } from './config.ts';
import type { DownloadsDeps } from './usecases/sign-downloads.ts';
import type { UploadsDeps } from './usecases/uploads-deps.ts';
import type { VaultDeps } from './usecases/vault-deps.ts';

/** The only place where ports meet what stands behind them. One call per process; connections come later. */
export function wireVault(): VaultDeps {
	const config = readConfig('vault');
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		clock: systemClock,
		newId,
		defaultQuotaBytes: config.DEFAULT_QUOTA_BYTES,
	};
}

export function wireUploads(): UploadsDeps {
	const { DATABASE_URL, BUCKET } = readConfig('uploads');
	const client = createS3Client();
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		store: new S3ObjectStore(client, BUCKET),
		signer: new S3ObjectSigner(client, BUCKET),
		clock: systemClock,
		newId,
	};
}

export function wireDownloads(): DownloadsDeps {
	const { DATABASE_URL, BUCKET } = readConfig('downloads');
	return {
		catalog: mysqlCatalog(openDatabase(DATABASE_URL)),
		signer: new S3ObjectSigner(createS3Client(), BUCKET),
		clock: systemClock,
	};
}
