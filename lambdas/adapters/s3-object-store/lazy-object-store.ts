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

/**
 * The SDK's client is half of a bundle, and a person who opens the vault, asks what may be sent or is
 * refused waits for nothing of it. So it is a file of its own, read when S3 is first asked for something.
 */
export class LazyObjectStore implements ObjectStore {
	readonly #bucket: string;
	#opened: Promise<ObjectStore> | undefined;

	constructor(bucket: string) {
		this.#bucket = bucket;
	}

	async inspectObject(key: string): Promise<StoredObject | undefined> {
		return (await this.#open()).inspectObject(key);
	}

	async inspectObjectVersion(version: ObjectVersion): Promise<StoredObject | undefined> {
		return (await this.#open()).inspectObjectVersion(version);
	}

	async beginParts(key: string, contentType: string): Promise<string> {
		return (await this.#open()).beginParts(key, contentType);
	}

	async copyObject(from: ObjectVersion, to: CopyTarget): Promise<CopyOutcome> {
		return (await this.#open()).copyObject(from, to);
	}

	async copyPart(from: ObjectVersion, to: PartsUpload, range: PartRange): Promise<CopyOutcome> {
		return (await this.#open()).copyPart(from, to, range);
	}

	async listParts(upload: PartsUpload): Promise<readonly StoredPart[] | undefined> {
		return (await this.#open()).listParts(upload);
	}

	async completeParts(
		upload: PartsUpload,
		parts: readonly StoredPart[],
	): Promise<'completed' | 'gone' | 'mismatch'> {
		return (await this.#open()).completeParts(upload, parts);
	}

	async abortParts(upload: PartsUpload): Promise<void> {
		return (await this.#open()).abortParts(upload);
	}

	async deleteVersions<Version extends ObjectVersion>(
		versions: readonly Version[],
	): Promise<readonly Version[]> {
		return (await this.#open()).deleteVersions(versions);
	}

	async *listVersions(prefix: string): AsyncGenerator<ListedVersion, void, void> {
		yield* (await this.#open()).listVersions(prefix);
	}

	async pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage> {
		return (await this.#open()).pageOfVersions(prefix, from);
	}

	async *listOpenUploads(prefix: string): AsyncGenerator<ListedUpload, void, void> {
		yield* (await this.#open()).listOpenUploads(prefix);
	}

	#open(): Promise<ObjectStore> {
		this.#opened ??= import('./open.ts').then(({ openObjectStore }) =>
			openObjectStore(this.#bucket),
		);
		return this.#opened;
	}
}
