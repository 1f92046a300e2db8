/** A message to the mailbox of one owner. */
export interface Notice {
	readonly ownerId: string;
	/** The same for every attempt to send the same message. */
	readonly id: string;
	readonly subject: string;
	readonly text: string;
}

export type SubscriptionState = 'pending' | 'confirmed' | 'gone';

/** One topic for all owners, from which each mailbox hears its own messages alone. Fails with `VaultError('unavailable')`. */
export interface Notifier {
	/** Asks the mailbox to agree; answers the subscription's name. Idempotent per owner and address. */
	subscribe(ownerId: string, email: string): Promise<string>;
	/** Idempotent. One that is not confirmed yet cannot be taken back: it ends by itself. */
	unsubscribe(subscription: string): Promise<void>;
	stateOf(subscription: string): Promise<SubscriptionState>;
	publish(notice: Notice): Promise<void>;
}
