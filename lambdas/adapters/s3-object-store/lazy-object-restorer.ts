import type {
	ObjectRestorer,
	RestoreOutcome,
	RestoreRequest,
} from '../../ports/object-restorer.ts';
import type { ObjectVersion } from '../../ports/object-store.ts';

/** Reads the SDK's client when S3 is first asked to restore: see `lazy-object-store.ts`. */
export class LazyObjectRestorer implements ObjectRestorer {
	readonly #bucket: string;
	#opened: Promise<ObjectRestorer> | undefined;

	constructor(bucket: string) {
		this.#bucket = bucket;
	}

	async restore(version: ObjectVersion, request: RestoreRequest): Promise<RestoreOutcome> {
		return (await this.#open()).restore(version, request);
	}

	async setStaysReady(version: ObjectVersion, staysReady: boolean): Promise<boolean> {
		return (await this.#open()).setStaysReady(version, staysReady);
	}

	#open(): Promise<ObjectRestorer> {
		this.#opened ??= import('./s3-object-restorer.ts').then(({ openObjectRestorer }) =>
			openObjectRestorer(this.#bucket),
		);
		return this.#opened;
	}
}
