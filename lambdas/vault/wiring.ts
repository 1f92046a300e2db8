import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { readConfig } from '../runtime/config.ts';
import type { VaultDeps } from './deps.ts';

export function wireVault(): VaultDeps {
	const config = readConfig('vault');
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		clock: systemClock,
		newId,
		defaultQuotaBytes: config.DEFAULT_QUOTA_BYTES,
	};
}
