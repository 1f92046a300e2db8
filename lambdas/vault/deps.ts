import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';

/** What the verbs of the vault function need: the catalog, and nothing of S3. */
export interface VaultDeps {
	readonly catalog: Catalog;
	readonly clock: Clock;
	readonly newId: NewId;
	/** What a new vault may hold, in bytes. */
	readonly defaultQuotaBytes: number;
}
