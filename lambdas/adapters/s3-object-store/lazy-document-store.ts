import type { DocumentStore } from '../../ports/documents.ts';
import type { ListedVersion, VersionMarker, VersionPage } from '../../ports/object-store.ts';
import { versionsOf } from './listed-version.ts';
import { UNKNOWN, type QuickBucket } from './quick-bucket.ts';

interface ByClient extends DocumentStore {
	pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage>;
}

/** Reads the SDK's client when S3 is first asked for something rare, or does not answer as expected: see `lazy-object-store.ts`. */
export class LazyDocumentStore implements DocumentStore {
	readonly #quick: QuickBucket;
	readonly #open: () => Promise<ByClient>;
	#opened: Promise<ByClient> | undefined;

	constructor(quick: QuickBucket, open: () => Promise<ByClient>) {
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

	list(prefix: string): AsyncGenerator<ListedVersion, void, void> {
		return versionsOf((from) => this.#pageOfVersions(prefix, from));
	}

	async *folders(prefix: string): AsyncGenerator<string, void, void> {
		yield* (await this.#byClient()).folders(prefix);
	}

	async erase(versions: Parameters<DocumentStore['erase']>[0]): Promise<void> {
		if (versions.length === 0 || (await this.#quick.erase(versions)) !== UNKNOWN) return;
		await (await this.#byClient()).erase(versions);
	}

	async #pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage> {
		const page = await this.#quick.pageOfVersions(prefix, from);
		return page === UNKNOWN ? (await this.#byClient()).pageOfVersions(prefix, from) : page;
	}

	/** True where S3 lists all versions below the key, and none that can be read has that name. */
	async #isAbsent(key: string): Promise<boolean> {
		const page = await this.#quick.pageOfVersions(key, { key: '' });
		if (page === UNKNOWN || page.next !== undefined) return false;
		return !page.versions.some((each) => each.key === key && each.isCurrent && !each.isMarker);
	}

	#byClient(): Promise<ByClient> {
		this.#opened ??= this.#open();
		return this.#opened;
	}
}
