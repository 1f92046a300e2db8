/** A message to one mailbox. */
export interface Notice {
	readonly mailboxId: string;
	/** The same for every attempt to send the same message. */
	readonly id: string;
	readonly subject: string;
	readonly text: string;
}

export type SubscriptionState = 'pending' | 'confirmed' | 'gone';

/** As a list shows it, with the address in lower case: one that is pending has no name there. */
export type ListedSubscription =
	| { readonly email: string; readonly state: 'pending' }
	| { readonly email: string; readonly state: 'confirmed'; readonly subscription: string };

/** One topic for all owners, from which each mailbox hears its own messages alone. Fails with `VaultError('unavailable')`. */
export interface Notifier {
	/**
	 * Asks the mailbox to agree, by a mail, unless it has agreed already. Answers the subscription's name; undefined where the address
	 * has a subscription under another mailbox id. Idempotent but for the mail. Throws `bad_request` for what is no address.
	 */
	subscribe(mailboxId: string, email: string): Promise<string | undefined>;
	/** Idempotent. False for one that is not confirmed yet: it cannot be taken back and ends by itself. */
	unsubscribe(subscription: string): Promise<boolean>;
	stateOf(subscription: string): Promise<SubscriptionState>;
	/** All that are pending or confirmed. */
	list(): AsyncIterable<ListedSubscription>;
	publish(notice: Notice): Promise<void>;
}
