import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Mailbox } from '../inbox/mailbox.ts';
import { passesFilter, type MessageAttributes } from './filter-policy.ts';

const SubscriptionSchema = v.object({
	arn: v.string(),
	topicArn: v.string(),
	email: v.string(),
	/** The secret of the links in mails. */
	token: v.string(),
	isConfirmed: v.boolean(),
	/** As set with Subscribe and SetSubscriptionAttributes, e.g. `FilterPolicy`. */
	attributes: v.record(v.string(), v.string()),
});

export type Subscription = v.InferOutput<typeof SubscriptionSchema>;

export interface Publication {
	readonly topicArn: string;
	readonly subject: string | undefined;
	readonly message: string;
	readonly attributes: MessageAttributes;
}

/**
 * The e-mail subscriptions of every topic. As on AWS each is pending until the link in its
 * confirmation mail is followed, and nothing is mailed before. Kept in one file.
 */
export class Subscriptions {
	readonly #file: string;
	readonly #mailbox: Mailbox;
	readonly #inboxOrigin: string;
	#all: readonly Subscription[];

	constructor(dataDir: string, mailbox: Mailbox, inboxOrigin: string) {
		this.#file = join(dataDir, 'subscriptions.json');
		this.#mailbox = mailbox;
		this.#inboxOrigin = inboxOrigin;
		this.#all = existsSync(this.#file)
			? v.parse(v.array(SubscriptionSchema), JSON.parse(readFileSync(this.#file, 'utf8')))
			: [];
	}

	/** Subscribes, or finds the subscription that is there; a pending one is mailed again. */
	subscribe(
		topicArn: string,
		email: string,
		attributes: Readonly<Record<string, string>>,
	): Subscription {
		const known = this.#all.find((each) => each.topicArn === topicArn && each.email === email);
		if (known?.isConfirmed) return known;
		const subscription = known ?? {
			arn: `${topicArn}:${randomUUID()}`,
			topicArn,
			email,
			token: randomUUID() + randomUUID(),
			isConfirmed: false,
			attributes: { ...attributes },
		};
		if (!known) this.#save([...this.#all, subscription]);
		this.#mailbox.deliver({
			from: 'no-reply@sns.amazonaws.com',
			to: email,
			subject: 'AWS Notification - Subscription Confirmation',
			text: `You have chosen to subscribe to the topic:\n${topicArn}`,
			links: [
				{
					label: 'Confirm subscription',
					url: `${this.#inboxOrigin}/confirm?token=${subscription.token}`,
				},
			],
		});
		return subscription;
	}

	find(arn: string): Subscription | undefined {
		return this.#all.find((each) => each.arn === arn);
	}

	ofTopic(topicArn: string): readonly Subscription[] {
		return this.#all.filter((each) => each.topicArn === topicArn);
	}

	setAttribute(arn: string, name: string, value: string): void {
		this.#change(arn, (each) => ({ ...each, attributes: { ...each.attributes, [name]: value } }));
	}

	/** Ends a subscription; one that is not there is left as it is. */
	unsubscribe(arn: string): void {
		this.#save(this.#all.filter((each) => each.arn !== arn));
	}

	/** Follows the link of a confirmation mail. False if the link is unknown. */
	confirm(token: string): boolean {
		const found = this.#all.find((each) => each.token === token);
		if (found) this.#change(found.arn, (each) => ({ ...each, isConfirmed: true }));
		return found !== undefined;
	}

	/** Follows the link at the end of a notification. False if the link is unknown. */
	endByLink(token: string): boolean {
		const found = this.#all.find((each) => each.token === token);
		if (found) this.unsubscribe(found.arn);
		return found !== undefined;
	}

	/** Mails a message to the confirmed subscriptions whose filter policy matches it. */
	publish({ topicArn, subject, message, attributes }: Publication): void {
		for (const each of this.ofTopic(topicArn)) {
			const { FilterPolicy } = each.attributes;
			const isWanted =
				FilterPolicy === undefined || passesFilter(JSON.parse(FilterPolicy), attributes);
			if (!each.isConfirmed || !isWanted) continue;
			this.#mailbox.deliver({
				from: 'no-reply@sns.amazonaws.com',
				to: each.email,
				subject: subject ?? 'AWS Notification Message',
				text: message,
				links: [
					{
						label: 'Unsubscribe',
						url: `${this.#inboxOrigin}/unsubscribe?token=${each.token}`,
					},
				],
			});
		}
	}

	#change(arn: string, change: (subscription: Subscription) => Subscription): void {
		this.#save(this.#all.map((each) => (each.arn === arn ? change(each) : each)));
	}

	#save(all: readonly Subscription[]): void {
		this.#all = all;
		writeFileSync(this.#file, JSON.stringify(all, undefined, '\t'));
	}
}
