/** Where an owner wants notices. Whether they go there the mailbox says. */
export interface NoticeWish {
	/** In lower case. */
	readonly email: string;
	readonly askedAt: Date;
	/** A request is asking the notifier, and no other one asks before then; null once the notifier has answered. */
	readonly askingUntil: Date | null;
	/** Of the notices, as BCP 47 writes it; null where the owner's browser never told. */
	readonly language: string | null;
}

/** One address, as the notifier was asked to subscribe it. See [Note: Mailboxes]. */
export interface Mailbox {
	/** In lower case. */
	readonly email: string;
	/** What notices for it carry, and its subscription filters by. */
	readonly id: string;
	/** Whose notices it gets, while `isHeld`. */
	readonly ownerId: string;
	/** That owner still wants notices here. */
	readonly isHeld: boolean;
	/** The notifier's name for it; null until the notifier's answer is written down. */
	readonly subscription: string | null;
	/** Counts how often it was asked for. */
	readonly rev: number;
	readonly askedAt: Date;
}

export interface MailboxRepository {
	wishOf(ownerId: string): Promise<NoticeWish | undefined>;
	/** Replaces the one of before; undefined for none. */
	setWish(ownerId: string, wish: NoticeWish | undefined): Promise<void>;
	/** Of the notices of an owner who has a wish; nothing where there is none. */
	setLanguage(ownerId: string, language: string): Promise<void>;
	/** Owners whose wish is older than `before` and who hold no mailbox. */
	idleWishes(before: Date, limit: number): Promise<readonly string[]>;

	get(email: string): Promise<Mailbox | undefined>;
	/** The mailbox that this owner's wish and the mailbox agree on. */
	heldBy(ownerId: string): Promise<Mailbox | undefined>;
	/** In the order of their addresses. */
	pageAfter(email: string, limit: number): Promise<readonly Mailbox[]>;
	/** Makes the row for an owner, or counts one that is there up: a request that read it before removes it no more. */
	ask(
		email: string,
		by: { readonly id: string; readonly ownerId: string; readonly now: Date },
	): Promise<Mailbox>;
	/** Writes down what the notifier has answered. */
	setSubscription(mailbox: Pick<Mailbox, 'email' | 'id'>, subscription: string): Promise<void>;
	setOwner(mailbox: Pick<Mailbox, 'email' | 'id'>, ownerId: string): Promise<void>;
	/** Unless it was asked for since it was read. */
	remove(mailbox: Pick<Mailbox, 'email' | 'rev'>): Promise<void>;

	recordMail(mail: {
		readonly id: string;
		readonly ownerId: string;
		readonly email: string;
		readonly now: Date;
	}): Promise<void>;
	/** When mails were asked for by an owner since then, oldest first. */
	mailsOf(ownerId: string, since: Date): Promise<readonly Date[]>;
	/** How many were asked for to an address since then, by any owner. */
	countMailsTo(email: string, since: Date): Promise<number>;
	/** Takes away what is older than `before`; answers how many. */
	forgetMails(before: Date, limit: number): Promise<number>;
}
