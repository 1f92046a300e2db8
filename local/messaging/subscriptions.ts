import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writePrivateFile } from '../data-directory/private-file.ts';
import type { Mailbox } from '../inbox/mailbox.ts';
import { passesFilter, type MessageAttributes } from './filter-policy.ts';

const SubscriptionSchema = v.object({
	arn: v.string(),
	topicArn: v.string(),
	email: v.string(),
	/** The secret of the links in mails. */
	token: v.string(),
	isConfirmed: v.boolean(),
	/** Ended: still listed for a while, and known to nothing else. */
	isDeleted: v.optional(v.boolean(), false),
	/** When it was last asked for or ended, in ISO 8601. Absent in files of before: as if just now. */
	changedAt: v.optional(v.string(), () => new Date().toISOString()),
	/** As set with Subscribe and SetSubscriptionAttributes, e.g. `FilterPolicy`. */
	attributes: v.record(v.string(), v.string()),
});

export type Subscription = v.InferOutput<typeof SubscriptionSchema>;

interface Options {
	/** Where the links in mails lead. */
	readonly inboxOrigin: string;
	/** Default: the machine's clock. */
	readonly now?: () => Date;
}

export interface Publication {
	readonly topicArn: string;
	readonly subject: string | undefined;
	readonly message: string;
	readonly attributes: MessageAttributes;
}

/** How SNS refuses: a code and its sentence. */
export class SnsRefusal extends Error {
	override readonly name = 'SnsRefusal';
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * "You can't delete a subscription that's pending confirmation. Amazon SNS automatically deletes unconfirmed
 * subscriptions after 48 hours." https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
const PENDING_MS = 48 * 3600 * 1000;

/** So long an ended one is listed as `Deleted`. AWS names no time; it is about three days. */
const DELETED_MS = 72 * 3600 * 1000;

/**
 * The e-mail subscriptions of every topic. As on AWS a mailbox has one for each topic; it is pending
 * until the link in its confirmation mail is followed, and nothing is mailed before. A pending one can
 * neither be ended nor changed, and is gone after 48 hours. Kept in one file.
 */
export class Subscriptions {
	readonly #file: string;
	readonly #mailbox: Mailbox;
	readonly #inboxOrigin: string;
	readonly #now: () => Date;
	#kept: readonly Subscription[];

	constructor(dataDir: string, mailbox: Mailbox, { inboxOrigin, now = () => new Date() }: Options) {
		this.#file = join(dataDir, 'subscriptions.json');
		this.#mailbox = mailbox;
		this.#inboxOrigin = inboxOrigin;
		this.#now = now;
		this.#kept = existsSync(this.#file)
			? v.parse(v.array(SubscriptionSchema), JSON.parse(readFileSync(this.#file, 'utf8')))
			: [];
	}

	/**
	 * Subscribes, or finds the subscription that is there; a pending one is mailed again. Refuses
	 * attributes that are given and differ from those it has.
	 */
	subscribe(
		topicArn: string,
		email: string,
		attributes: Readonly<Record<string, string>>,
	): Subscription {
		const known = this.ofTopic(topicArn).find((each) => each.email === email && !each.isDeleted);
		if (known !== undefined && differs(known.attributes, attributes)) {
			throw new SnsRefusal(
				'InvalidParameter',
				'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
			);
		}
		if (known?.isConfirmed) return known;
		const changedAt = this.#now().toISOString();
		const subscription = {
			...(known ?? {
				arn: `${topicArn}:${randomUUID()}`,
				topicArn,
				email,
				token: randomUUID() + randomUUID(),
				isConfirmed: false,
				isDeleted: false,
				attributes: { ...attributes },
			}),
			changedAt,
		};
		this.#save([
			...this.#all().filter((each) => each.topicArn !== topicArn || each.email !== email),
			subscription,
		]);
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

	/** One that is pending or confirmed. */
	find(arn: string): Subscription | undefined {
		return this.#all().find((each) => each.arn === arn && !each.isDeleted);
	}

	/** All that are listed: also those that ended lately. */
	ofTopic(topicArn: string): readonly Subscription[] {
		return this.#all().filter((each) => each.topicArn === topicArn);
	}

	setAttribute(arn: string, name: string, value: string): void {
		this.#refuseIfPending(arn, 'Cannot set attributes of a subscription');
		this.#change(arn, (each) => ({ ...each, attributes: { ...each.attributes, [name]: value } }));
	}

	/** Ends a confirmed subscription; one that is not there is left as it is. */
	unsubscribe(arn: string): void {
		this.#refuseIfPending(arn, 'Cannot unsubscribe a subscription');
		const changedAt = this.#now().toISOString();
		this.#change(arn, (each) => ({ ...each, isDeleted: true, isConfirmed: false, changedAt }));
	}

	/** Follows the link of a confirmation mail. Undefined if the link is unknown, over or of one that has ended. */
	confirm(token: string): Subscription | undefined {
		const found = this.#byToken(token);
		if (found) this.#change(found.arn, (each) => ({ ...each, isConfirmed: true }));
		return found;
	}

	/** Follows the link at the end of a notification. False if the link is unknown. */
	endByLink(token: string): boolean {
		const found = this.#byToken(token);
		if (!found?.isConfirmed) return false;
		this.unsubscribe(found.arn);
		return true;
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

	/** What the hours have left. */
	#all(): readonly Subscription[] {
		const now = this.#now().getTime();
		return this.#kept.filter(({ isConfirmed, isDeleted, changedAt }) => {
			const lifeMs = isDeleted ? DELETED_MS : PENDING_MS;
			return isConfirmed || now - Date.parse(changedAt) < lifeMs;
		});
	}

	#byToken(token: string): Subscription | undefined {
		return this.#all().find((each) => each.token === token && !each.isDeleted);
	}

	#refuseIfPending(arn: string, what: string): void {
		if (this.find(arn)?.isConfirmed !== false) return;
		const message = `Invalid parameter: ${what} that is pending confirmation`;
		throw new SnsRefusal('InvalidParameter', message);
	}

	#change(arn: string, change: (subscription: Subscription) => Subscription): void {
		this.#save(this.#all().map((each) => (each.arn === arn ? change(each) : each)));
	}

	#save(all: readonly Subscription[]): void {
		this.#kept = all;
		writePrivateFile(this.#file, JSON.stringify(all, undefined, '\t'));
	}
}

/** Attributes that are not given are not compared. */
function differs(
	has: Readonly<Record<string, string>>,
	given: Readonly<Record<string, string>>,
): boolean {
	return Object.entries(given).some(([name, value]) => has[name] !== value);
}
