import type {
	CopyOutcome,
	CopyTarget,
	ListedUpload,
	ListedVersion,
	ObjectStore,
	ObjectVersion,
	PartRange,
	PartsUpload,
	StoredObject,
	StoredPart,
	VersionMarker,
	VersionPage,
} from '../../ports/object-store.ts';
import { versionsOf } from './listed-version.ts';
import { UNKNOWN, type QuickBucket } from './quick-bucket.ts';

/**
 * The SDK's client is half of a bundle, and most requests need nothing of it: see [Note: Quick requests]. It is a file of its own, read when S3 is first
 * asked for something else, or does not answer as expected.
 */
export class LazyObjectStore implements ObjectStore {
	readonly #quick: QuickBucket;
	readonly #open: () => Promise<ObjectStore>;
	#opened: Promise<ObjectStore> | undefined;

	constructor(quick: QuickBucket, open: () => Promise<ObjectStore>) {
		this.#quick = quick;
		this.#open = open;
	}

	async inspectObject(key: string): Promise<StoredObject | undefined> {
		const found = await this.#quick.head({ key });
		return found === UNKNOWN ? (await this.#byClient()).inspectObject(key) : found;
	}

	async inspectObjectVersion(version: ObjectVersion): Promise<StoredObject | undefined> {
		const found = await this.#quick.head(version);
		return found === UNKNOWN ? (await this.#byClient()).inspectObjectVersion(version) : found;
	}

	async beginParts(key: string, contentType: string): Promise<string> {
		return (await this.#byClient()).beginParts(key, contentType);
	}

	async copyObject(from: ObjectVersion, to: CopyTarget): Promise<CopyOutcome> {
		return (await this.#byClient()).copyObject(from, to);
	}

	async copyPart(from: ObjectVersion, to: PartsUpload, range: PartRange): Promise<CopyOutcome> {
		return (await this.#byClient()).copyPart(from, to, range);
	}

	async listParts(upload: PartsUpload): Promise<readonly StoredPart[] | undefined> {
		return (await this.#byClient()).listParts(upload);
	}

	async completeParts(
		upload: PartsUpload,
		parts: readonly StoredPart[],
	): Promise<'completed' | 'gone' | 'mismatch'> {
		return (await this.#byClient()).completeParts(upload, parts);
	}

	async abortParts(upload: PartsUpload): Promise<void> {
		return (await this.#byClient()).abortParts(upload);
	}

	async deleteVersions<Version extends ObjectVersion>(
		versions: readonly Version[],
	): Promise<readonly Version[]> {
		if (versions.length === 0) return [];
		const done = await this.#quick.erase(versions);
		return done === UNKNOWN ? (await this.#byClient()).deleteVersions(versions) : [];
	}

	listVersions(prefix: string): AsyncGenerator<ListedVersion, void, void> {
		return versionsOf((from) => this.pageOfVersions(prefix, from));
	}

	async pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage> {
		const page = await this.#quick.pageOfVersions(prefix, from);
		return page === UNKNOWN ? (await this.#byClient()).pageOfVersions(prefix, from) : page;
	}

	async *listOpenUploads(prefix: string): AsyncGenerator<ListedUpload, void, void> {
		yield* (await this.#byClient()).listOpenUploads(prefix);
	}

	#byClient(): Promise<ObjectStore> {
		this.#opened ??= this.#open();
		return this.#opened;
	}
}
