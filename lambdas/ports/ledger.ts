import type { ObjectVersion } from './object-store.ts';

/** Of objects, whatever their owner: what the catalog knows them as. */
export interface Ledger {
	/** Those of the given ones that a version or a derivative names. */
	named(objects: readonly ObjectVersion[]): Promise<ReadonlySet<ObjectVersion>>;
	/** Those of the given uploads that may still arrive. */
	pending(uploadIds: readonly string[]): Promise<ReadonlySet<string>>;
	/** S3's names of the uploads in parts that those of the given uploads are sent by which may still arrive. */
	openParts(uploadIds: readonly string[]): Promise<ReadonlySet<string>>;
}
