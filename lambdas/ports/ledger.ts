import type { ObjectVersion } from './object-store.ts';

/** Of objects, whatever their owner: what the catalog knows them as. */
export interface LedgerRepository {
	/** Those of the given ones that a version or a derivative names. */
	named(objects: readonly ObjectVersion[]): Promise<ReadonlySet<ObjectVersion>>;
	/**
	 * Those that no row names and none ever will, delete markers included: a row names another version of the key, or
	 * the upload the key was made for is over. What is unknown altogether is left out: its row may be on its way.
	 */
	surplus<Object extends ObjectVersion>(objects: readonly Object[]): Promise<readonly Object[]>;
	/** Those of the given keys of which a row names some version. */
	namedKeys(objectKeys: readonly string[]): Promise<ReadonlySet<string>>;
	/** S3's ids of the versions of files that rows name, by object key; those being deleted are left out. */
	readable(objectKeys: readonly string[]): Promise<ReadonlyMap<string, string>>;
	/** Those of the given uploads that may still arrive. */
	pending(uploadIds: readonly string[]): Promise<ReadonlySet<string>>;
	/** S3's names of the uploads in parts that those of the given uploads are sent by which may still arrive. */
	openParts(uploadIds: readonly string[]): Promise<ReadonlySet<string>>;
}
