import { CONFIRMATION_DAY_SECONDS, CONFIRMATION_SECONDS } from '#contract/limits';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Mailbox } from '../ports/mailboxes.ts';
import type { ListedSubscription, Notifier } from '../ports/notifier.ts';

export interface MailboxSweepDeps {
	readonly catalog: Catalog;
	readonly notifier: Notifier;
	readonly clock: Clock;
	readonly hasTimeLeft: () => boolean;
}

/** Rows looked at in one go. */
const PAGE = 200;
/** A mailbox that was asked for within so long may still be waiting for SNS's answer, in seconds. */
const ASKING_SECONDS = 600;

/**
 * Brings the mailboxes and what SNS has for them together: ends what no owner holds, learns the name of what was
 * confirmed, and lets go of what SNS has no more. See [Note: Mailboxes].
 */
export async function sweepMailboxes(deps: MailboxSweepDeps): Promise<void> {
	const { catalog, clock, hasTimeLeft } = deps;
	const before = (seconds: number) => new Date(clock.now().getTime() - seconds * 1000);
	let page = await catalog.mailboxes.pageAfter('', PAGE);
	if (page.length > 0) {
		const listed = new Map<string, ListedSubscription>();
		for await (const each of deps.notifier.list()) listed.set(each.email, each);
		while (page.length > 0) {
			for (const mailbox of page) {
				if (!hasTimeLeft()) return;
				if (mailbox.askedAt > before(ASKING_SECONDS)) continue;
				await sweepMailbox(deps, mailbox, listed.get(mailbox.email));
			}
			page = await catalog.mailboxes.pageAfter(page.at(-1)?.email ?? '', PAGE);
		}
	}
	for (const ownerId of await catalog.mailboxes.idleWishes(before(CONFIRMATION_SECONDS), PAGE)) {
		await dropWish(deps, ownerId, ({ askedAt }) => askedAt < before(CONFIRMATION_SECONDS));
	}
	while (hasTimeLeft()) {
		if ((await catalog.mailboxes.forgetMails(before(CONFIRMATION_DAY_SECONDS), PAGE)) < PAGE)
			return;
	}
}

async function sweepMailbox(
	deps: MailboxSweepDeps,
	mailbox: Mailbox,
	listed: ListedSubscription | undefined,
): Promise<void> {
	const { catalog, notifier } = deps;
	if (listed?.state === 'pending') return;
	if (listed === undefined) {
		if (mailbox.isHeld) {
			await dropWish(deps, mailbox.ownerId, ({ email }) => email === mailbox.email);
		}
		await catalog.mailboxes.remove(mailbox);
	} else if (!mailbox.isHeld) {
		if (await notifier.unsubscribe(listed.subscription)) await catalog.mailboxes.remove(mailbox);
	} else if (listed.subscription !== mailbox.subscription) {
		await catalog.mailboxes.setSubscription(mailbox, listed.subscription);
	}
}

async function dropWish(
	{ catalog }: MailboxSweepDeps,
	ownerId: string,
	isOver: (wish: { readonly email: string; readonly askedAt: Date }) => boolean,
): Promise<void> {
	await catalog.withLockedOwner(ownerId, async ({ mailboxes }) => {
		const wish = await mailboxes.wishOf(ownerId);
		if (wish !== undefined && isOver(wish)) await mailboxes.setWish(ownerId, undefined);
	});
}
