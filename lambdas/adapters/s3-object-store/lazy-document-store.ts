import type { DocumentStore } from '../../ports/documents.ts';
import type { ListedVersion } from '../../ports/object-store.ts';
import { UNKNOWN, type QuickBucket } from './quick-bucket.ts';

/** Reads the SDK's client when S3 is first asked for something rare, or does not answer as expected: see `lazy-object-store.ts`. */
export class LazyDocumentStore implements DocumentStore {
	readonly #quick: QuickBucket;
	readonly #open: () => Promise<DocumentStore>;
	#opened: Promise<DocumentStore> | undefined;

	constructor(quick: QuickBucket, open: () => Promise<DocumentStore>) {
		this.#quick = quick;
		this.#open = open;
	}

	async read(key: string): Promise<Uint8Array | undefined> {
		const body = await this.#quick.read(key);
		if (body !== UNKNOWN) return body;
		// Without s3:ListBucket, S3 calls what is absent forbidden; a listing tells the two apart.
		return (await this.#isAbsent(key)) ? undefined : (await this.#byClient()).read(key);
	}

	async write(key: string, body: Uint8Array, contentType: string): Promise<void> {
		const done = await this.#quick.write(key, body, contentType);
		if (done === UNKNOWN) await (await this.#byClient()).write(key, body, contentType);
	}

	async remove(keys: readonly string[]): Promise<void> {
		if (keys.length > 0) await (await this.#byClient()).remove(keys);
	}

	async *list(prefix: string): AsyncGenerator<ListedVersion, void, void> {
		const first = await this.#quick.pageOfVersions(prefix, { key: '' });
		if (first === UNKNOWN || first.next !== undefined) yield* (await this.#byClient()).list(prefix);
		else yield* first.versions;
	}

	async *folders(prefix: string): AsyncGenerator<string, void, void> {
		yield* (await this.#byClient()).folders(prefix);
	}

	async erase(versions: Parameters<DocumentStore['erase']>[0]): Promise<void> {
		if (versions.length === 0 || (await this.#quick.erase(versions)) !== UNKNOWN) return;
		await (await this.#byClient()).erase(versions);
	}

	/** True where S3 lists all versions below the key, and none that can be read has that name. */
	async #isAbsent(key: string): Promise<boolean> {
		const page = await this.#quick.pageOfVersions(key, { key: '' });
		if (page === UNKNOWN || page.next !== undefined) return false;
		return !page.versions.some((each) => each.key === key && each.isCurrent && !each.isMarker);
	}

	#byClient(): Promise<DocumentStore> {
		this.#opened ??= this.#open();
		return this.#opened;
	}
}
