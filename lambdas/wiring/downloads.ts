import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { systemClock } from '../adapters/system.ts';
import { readConfig } from '../config.ts';
import type { DownloadsDeps } from '../usecases/sign-downloads.ts';
import { signerOf } from './signer.ts';

export function wireDownloads(): DownloadsDeps {
	const config = readConfig('downloads');
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		signer: signerOf(config),
		clock: systemClock,
	};
}
