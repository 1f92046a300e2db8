import type { ResponseOf } from '#contract/endpoint';
import { CONFIRMATION_SECONDS } from '#contract/limits';
import type * as contract from '#contract/notifications';
import type { Mailbox, NoticeWish } from '../ports/mailboxes.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { NotificationsDeps } from './deps.ts';

type Notification = ResponseOf<typeof contract.getNotifications>;

export const OFF: Notification = { state: 'off', email: null };

export const getNotifications: UseCase<
	NotificationsDeps,
	typeof contract.getNotifications
> = async (deps, caller) => {
	await deps.catalog.users.vaultOf(caller);
	return (await standingOf(deps, caller.ownerId)).notification;
};

/** What an owner is told, and what it follows from. */
export interface Standing {
	readonly notification: Notification;
	readonly wish: NoticeWish | undefined;
	/** The one the wish is for, whichever vault holds it. */
	readonly mailbox: Mailbox | undefined;
}

/**
 * SNS knows best: people also end a subscription by the link in a mail. It is asked also where another vault holds the mailbox,
 * so that the time an answer takes does not tell what the answer keeps to itself.
 */
export async function standingOf(
	{ catalog, notifier, clock }: NotificationsDeps,
	ownerId: string,
): Promise<Standing> {
	const wish = await catalog.mailboxes.wishOf(ownerId);
	if (wish === undefined) return { notification: OFF, wish, mailbox: undefined };
	const { email } = wish;
	const mailbox = await catalog.mailboxes.get(email);
	const subscription = mailbox?.subscription ?? null;
	const state = subscription === null ? 'pending' : await notifier.stateOf(subscription);
	const ownState = mailbox?.ownerId === ownerId ? state : 'pending';
	const now = clock.now();
	if (ownState !== 'confirmed' && isBeingAsked(wish, now)) {
		return { notification: { state: 'pending', email }, wish, mailbox };
	}
	const isOver = now.getTime() - wish.askedAt.getTime() > CONFIRMATION_SECONDS * 1000;
	const isOff = ownState === 'gone' || (ownState === 'pending' && isOver);
	return { notification: isOff ? OFF : { state: ownState, email }, wish, mailbox };
}

/** Whether another request has claimed the wish and waits for SNS's answer. */
export function isBeingAsked({ askingUntil }: NoticeWish, now: Date): boolean {
	return askingUntil !== null && now < askingUntil;
}
