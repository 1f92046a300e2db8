import { DEFAULT_QUOTA_BYTES } from '#contract/limits';
import * as v from 'valibot';
import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { databaseUrl, readConfig } from '../runtime/config.ts';
import type { VaultDeps } from './deps.ts';

const positiveInteger = v.pipe(
	v.string(),
	v.regex(/^[1-9]\d*$/, 'must be a whole number above 0'),
	v.transform(Number),
	v.safeInteger(),
);

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	DATABASE_URL: databaseUrl,
	DEFAULT_QUOTA_BYTES: v.optional(positiveInteger, String(DEFAULT_QUOTA_BYTES)),
});

export function wireVault(): VaultDeps {
	const config = readConfig(environment);
	return {
		catalog: mysqlCatalog(openDatabase(config.DATABASE_URL)),
		clock: systemClock,
		newId,
		defaultQuotaBytes: config.DEFAULT_QUOTA_BYTES,
	};
}
