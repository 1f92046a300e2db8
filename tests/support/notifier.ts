import { randomUUID } from 'node:crypto';
import { VaultError } from '../../lambdas/domain/vault-error.ts';
import type {
	ListedSubscription,
	Notice,
	Notifier,
	SubscriptionState,
} from '../../lambdas/ports/notifier.ts';

interface Subscription {
	readonly name: string;
	readonly mailboxId: string;
	readonly email: string;
	isConfirmed: boolean;
	readonly until: Date;
}

type Moment = 'beforeSubscribe' | 'afterSubscribe' | 'beforeUnsubscribe' | 'afterUnsubscribe';

const PENDING_MS = 48 * 3600 * 1000;

/** SNS with one topic, as `notifier.test.ts` finds it: one subscription for an address, which its owner confirms. */
export class FakeNotifier implements Notifier {
	/** Messages that were published, whether or not a mailbox gets them. */
	readonly sent: Notice[] = [];
	/** Addresses that were asked to agree, one for each mail. */
	readonly asked: string[] = [];
	/** While true, it does not answer. */
	isSilent = false;
	readonly #now: () => Date;
	#all: readonly Subscription[] = [];
	#calls = 0;
	#hold:
		| { readonly at: Moment; readonly reached: () => void; readonly until: Promise<void> }
		| undefined;

	constructor(now: () => Date = () => new Date()) {
		this.#now = now;
	}

	/** Kills whoever calls next, at this moment: the call never returns. Resolves when it is so. */
	killAt(at: Moment): Promise<void> {
		return this.holdAt(at).reached;
	}

	/** Holds who calls next, at this moment, until it is let go. */
	holdAt(at: Moment): { readonly reached: Promise<void>; readonly letGo: () => void } {
		const reached = Promise.withResolvers<undefined>();
		const until = Promise.withResolvers<undefined>();
		this.#hold = {
			at,
			reached: () => {
				reached.resolve(undefined);
			},
			until: until.promise,
		};
		return {
			reached: reached.promise,
			letGo: () => {
				until.resolve(undefined);
			},
		};
	}

	/** How many calls a piece of work makes. */
	async counting(work: () => Promise<unknown>): Promise<number> {
		const before = this.#calls;
		await work();
		return this.#calls - before;
	}

	/** Its owner follows the link in the mail. */
	confirm(email: string): void {
		const found = this.#current().find((each) => each.email === email);
		if (found === undefined) throw new Error(`${email} got no mail`);
		found.isConfirmed = true;
	}

	/** Its owner follows the link at the end of a notice. */
	end(email: string): void {
		this.#all = this.#current().filter((each) => each.email !== email);
	}

	/** Confirmed ones, by address. */
	live(): readonly string[] {
		return this.#current()
			.filter(({ isConfirmed }) => isConfirmed)
			.map(({ email }) => email);
	}

	/** The mailbox id by which the subscription of an address filters. */
	filterOf(email: string): string | undefined {
		return this.#current().find((each) => each.email === email)?.mailboxId;
	}

	async subscribe(mailboxId: string, email: string): Promise<string | undefined> {
		await this.#reach('beforeSubscribe');
		const known = this.#current().find((each) => each.email === email);
		if (known !== undefined && known.mailboxId !== mailboxId) return undefined;
		if (known?.isConfirmed !== true) {
			this.asked.push(email);
			this.#all = this.#current().filter((each) => each !== known);
			const until = new Date(this.#now().getTime() + PENDING_MS);
			const name = known?.name ?? randomUUID();
			this.#all = [...this.#all, { name, mailboxId, email, isConfirmed: false, until }];
		}
		await this.#reach('afterSubscribe');
		return this.#current().find((each) => each.email === email)?.name;
	}

	async unsubscribe(subscription: string): Promise<boolean> {
		await this.#reach('beforeUnsubscribe');
		const found = this.#current().find(({ name }) => name === subscription);
		if (found?.isConfirmed === false) return false;
		this.#all = this.#current().filter((each) => each !== found);
		await this.#reach('afterUnsubscribe');
		return true;
	}

	async stateOf(subscription: string): Promise<SubscriptionState> {
		await this.#reach();
		const found = this.#current().find(({ name }) => name === subscription);
		if (found === undefined) return 'gone';
		return found.isConfirmed ? 'confirmed' : 'pending';
	}

	async *list(): AsyncIterable<ListedSubscription> {
		await this.#reach();
		for (const { email, name, isConfirmed } of this.#current()) {
			if (isConfirmed) yield { email, state: 'confirmed', subscription: name };
			else yield { email, state: 'pending' };
		}
	}

	async publish(notice: Notice): Promise<void> {
		await this.#reach();
		this.sent.push(notice);
	}

	#current(): readonly Subscription[] {
		return this.#all.filter(({ isConfirmed, until }) => isConfirmed || this.#now() < until);
	}

	#reach(moment?: Moment): Promise<void> {
		this.#calls += 1;
		if (this.isSilent) return Promise.reject(new VaultError('unavailable'));
		const hold = this.#hold;
		if (hold === undefined || hold.at !== moment) return Promise.resolve();
		this.#hold = undefined;
		hold.reached();
		return hold.until;
	}
}
