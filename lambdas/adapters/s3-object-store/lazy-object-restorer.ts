import type {
	ObjectRestorer,
	RestoreOutcome,
	RestoreRequest,
} from '../../ports/object-restorer.ts';
import type { ObjectVersion } from '../../ports/object-store.ts';
import { UNKNOWN, type QuickBucket } from './quick-bucket.ts';

/** Reads the SDK's client when S3 does not begin what it is asked for: see `lazy-object-store.ts`. */
export class LazyObjectRestorer implements ObjectRestorer {
	readonly #quick: QuickBucket;
	readonly #open: () => Promise<ObjectRestorer>;
	#opened: Promise<ObjectRestorer> | undefined;

	constructor(quick: QuickBucket, open: () => Promise<ObjectRestorer>) {
		this.#quick = quick;
		this.#open = open;
	}

	async restore(version: ObjectVersion, request: RestoreRequest): Promise<RestoreOutcome> {
		const outcome = await this.#quick.restore(version, request);
		return outcome === UNKNOWN ? (await this.#byClient()).restore(version, request) : outcome;
	}

	async setStaysReady(version: ObjectVersion, staysReady: boolean): Promise<boolean> {
		return (await this.#byClient()).setStaysReady(version, staysReady);
	}

	#byClient(): Promise<ObjectRestorer> {
		this.#opened ??= this.#open();
		return this.#opened;
	}
}
