import type { BucketProperties } from '../bucket-properties.ts';
import { notificationsFor, type ObjectEvent } from '../events.ts';
import type { Outbox } from './outbox.ts';
import type { Storage } from './storage.ts';

/** What a transaction leaves to be done once it has been committed. */
export interface Change {
	/** Blobs that nothing names any more. */
	free(blobs: readonly string[]): void;
	announce(event: ObjectEvent): void;
}

interface ChangesOptions {
	readonly storage: Storage;
	readonly outbox: Outbox;
	readonly region: string;
	readonly propertiesOf: (bucket: string) => BucketProperties | undefined;
}

/** The only way to change the index: events are part of the transaction, bytes go after it. */
export class Changes {
	readonly #options: ChangesOptions;

	constructor(options: ChangesOptions) {
		this.#options = options;
	}

	/** If `work` throws, nothing changed and no event is sent. */
	async commit<T>(work: (change: Change) => T): Promise<T> {
		const { storage, outbox, region, propertiesOf } = this.#options;
		const freed: string[] = [];
		const result = storage.database.transaction(() =>
			work({
				free: (blobs) => freed.push(...blobs),
				announce: (event) => {
					const properties = propertiesOf(event.bucket);
					if (properties) outbox.add(notificationsFor(event, properties, region));
				},
			}),
		);
		outbox.wake();
		await storage.blobs.remove(freed);
		return result;
	}
}
