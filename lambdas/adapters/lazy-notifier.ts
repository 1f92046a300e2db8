import type { ListedSubscription, Notice, Notifier, SubscriptionState } from '../ports/notifier.ts';

/** Reads the SDK's client when SNS is first asked for something: see `s3-object-store/lazy-object-store.ts`. */
export class LazyNotifier implements Notifier {
	readonly #topicArn: string;
	#opened: Promise<Notifier> | undefined;

	constructor(topicArn: string) {
		this.#topicArn = topicArn;
	}

	async subscribe(mailboxId: string, email: string): Promise<string | undefined> {
		return (await this.#open()).subscribe(mailboxId, email);
	}

	async unsubscribe(subscription: string): Promise<boolean> {
		return (await this.#open()).unsubscribe(subscription);
	}

	async stateOf(subscription: string): Promise<SubscriptionState> {
		return (await this.#open()).stateOf(subscription);
	}

	async *list(): AsyncIterable<ListedSubscription> {
		yield* (await this.#open()).list();
	}

	async publish(notice: Notice): Promise<void> {
		return (await this.#open()).publish(notice);
	}

	#open(): Promise<Notifier> {
		this.#opened ??= import('./sns-notifier.ts').then(({ openNotifier }) =>
			openNotifier(this.#topicArn),
		);
		return this.#opened;
	}
}
