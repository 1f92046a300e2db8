import { CONFIRMATION_DAY_SECONDS, CONFIRMATION_MAILS_PER_DAY } from '#contract/limits';
import { onBehalfOf } from '../../ports/caller.ts';
import type { Mailbox, NoticeWish } from '../../ports/mailboxes.ts';
import type { SubscriptionState } from '../../ports/notifier.ts';
import type { NotificationsDeps } from '../deps.ts';
import { isSame } from './same-wish.ts';

interface Asked {
	readonly subscription: string | undefined;
	readonly state: SubscriptionState;
}

/**
 * Has SNS ask the address to agree, gives the mailbox to this owner unless the address has agreed to another one, and lets go of the
 * claim on the wish. Throws `unavailable` and `bad_request`.
 */
export async function askMailbox(
	deps: NotificationsDeps,
	ownerId: string,
	{ mailbox, wish: claimed }: { readonly mailbox: Mailbox; readonly wish: NoticeWish },
): Promise<void> {
	const { catalog, notifier } = deps;
	let asked = await subscribe(deps, mailbox);
	const current = await catalog.mailboxes.get(mailbox.email);
	const isAnothers = asked.state === 'confirmed' && current?.ownerId !== ownerId;
	if (isAnothers && current?.isHeld !== true && asked.subscription !== undefined) {
		// It has agreed to an owner who let go of it since, which is no consent to this one.
		await notifier.unsubscribe(asked.subscription);
		asked = await subscribe(deps, mailbox);
	}
	const { subscription, state } = asked;
	const isTaken = isAnothers && state === 'confirmed';
	await catalog.withLockedVault(onBehalfOf(ownerId), async ({ mailboxes }) => {
		if (subscription !== undefined) await mailboxes.setSubscription(mailbox, subscription);
		const wish = await mailboxes.wishOf(ownerId);
		if (wish !== undefined && isSame(wish, claimed)) {
			await mailboxes.setWish(ownerId, { ...wish, askingUntil: null });
		}
		if (wish?.email === mailbox.email && !isTaken) await mailboxes.setOwner(mailbox, ownerId);
	});
}

/** An address that got its mails for today gets no further one, and who asks is not told: only others can have asked as well. */
async function subscribe(
	{ catalog, notifier, clock }: NotificationsDeps,
	{ id, email, subscription: known }: Mailbox,
): Promise<Asked> {
	const since = new Date(clock.now().getTime() - CONFIRMATION_DAY_SECONDS * 1000);
	const isFull = (await catalog.mailboxes.countMailsTo(email, since)) > CONFIRMATION_MAILS_PER_DAY;
	const subscription = isFull ? (known ?? undefined) : await notifier.subscribe(id, email);
	const state = subscription === undefined ? 'gone' : await notifier.stateOf(subscription);
	return { subscription, state };
}
