import { CONFIRMATION_DAY_SECONDS, CONFIRMATION_MAILS_PER_DAY } from '#contract/limits';
import type * as contract from '#contract/notifications';
import { VaultError } from '../domain/vault-error.ts';
import { endMailbox } from '../mailboxes/end-mailbox.ts';
import { onBehalfOf } from '../ports/caller.ts';
import type { Mailbox, MailboxRepository, NoticeWish } from '../ports/mailboxes.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { NotificationsDeps } from './deps.ts';
import { isBeingAsked, OFF, standingOf, type Standing } from './get-notifications.ts';
import { askMailbox } from './internal/ask-mailbox.ts';
import { isSame } from './internal/same-wish.ts';

/**
 * [Note: Mailboxes] SNS has one subscription for an address on a topic, and refuses a second one with another filter. So an address
 * is one row of `mailboxes`, with a random id that notices carry and the subscription filters by, and it belongs to one vault: notices go
 * there while its owner holds it, which is while the row names the owner and the owner's wish names the address.
 *
 * - The wish is claimed before SNS is asked, as each call to SNS is a mail. A second request of the owner for the same address is told
 *   that it is pending; a claim is let go when SNS has answered or failed, and lapses where the request has died.
 * - The row is written before SNS is asked and goes after SNS has none any more. So whatever dies in between, the sweep finds
 *   what SNS has by the row, and asking again finds the same subscription by the same id.
 * - Until the address agrees, it belongs to who asked last, as SNS's mail cannot say for whom it asks. Once it has agreed it stays with its
 *   owner until that one lets go, or until a link in a mail ends it.
 * - Another owner who asks for it gets the same answer after the same calls, and waits in vain. No answer tells whether an address is in
 *   use; its reader alone knows, who can end what comes there and ask again.
 * - A pending subscription cannot be ended. Nothing is published for it; the sweep ends it if the address agrees after all.
 */
export const setNotifications: UseCase<
	NotificationsDeps,
	typeof contract.setNotifications
> = async (deps, caller, input) => {
	const { ownerId } = caller;
	await deps.catalog.users.vaultOf(caller);
	if (input.language !== undefined) {
		await deps.catalog.mailboxes.setLanguage(ownerId, input.language);
	}
	if (input.email === undefined) return (await standingOf(deps, ownerId)).notification;
	if (input.email === null) {
		await withdraw(deps, ownerId);
		return OFF;
	}
	const email = input.email.toLowerCase();
	const before = await standingOf(deps, ownerId);
	if (before.notification.email === email && isAsked(before, deps.clock.now())) {
		return before.notification;
	}
	await ask(deps, { ownerId, email, before, language: input.language ?? null });
	return (await standingOf(deps, ownerId)).notification;
};

/** Not so where a request died before SNS had answered it. */
function isAsked({ wish, mailbox }: Standing, now: Date): boolean {
	return mailbox?.subscription !== null || (wish !== undefined && isBeingAsked(wish, now));
}

/** SNS is not needed for it: what it cannot be told now the sweep tells it. */
async function withdraw(deps: NotificationsDeps, ownerId: string): Promise<void> {
	const before = await deps.catalog.withLockedVault(onBehalfOf(ownerId), async ({ mailboxes }) => {
		const wish = await mailboxes.wishOf(ownerId);
		await mailboxes.setWish(ownerId, undefined);
		return wish;
	});
	if (before !== undefined) await endMailbox(deps, before.email);
}

const DAY_MS = CONFIRMATION_DAY_SECONDS * 1000;
/** Longer than the function runs (`function.yml`): who has not let go by then is dead. */
export const CLAIM_SECONDS = 15;

interface Asked {
	readonly ownerId: string;
	readonly email: string;
	/** As this request has found it. */
	readonly before: Standing;
	readonly language: string | null;
}

async function ask(deps: NotificationsDeps, asked: Asked): Promise<void> {
	const { ownerId, email } = asked;
	const written = await writeDown(deps, asked);
	if (written === undefined) return;
	try {
		await askMailbox(deps, ownerId, written);
	} catch (error) {
		// Refused or not reached: what was before stays, and a repeated request begins afresh.
		await deps.catalog.withLockedVault(onBehalfOf(ownerId), async ({ mailboxes }) => {
			if (isSame(await mailboxes.wishOf(ownerId), written.wish)) {
				await mailboxes.setWish(ownerId, written.before);
			}
		});
		throw error;
	}
	if (written.before !== undefined && written.before.email !== email) {
		await endMailbox(deps, written.before.email);
	}
}

interface Written {
	/** The wish that was replaced. */
	readonly before: NoticeWish | undefined;
	readonly wish: NoticeWish;
	readonly mailbox: Mailbox;
}

/** Undefined where another request of the same owner is asking for the same, or has just asked. */
function writeDown(
	{ catalog, clock, newId }: NotificationsDeps,
	{ ownerId, email, before, language }: Asked,
): Promise<Written | undefined> {
	return catalog.withLockedVault(onBehalfOf(ownerId), async ({ mailboxes }) => {
		const found = await mailboxes.wishOf(ownerId);
		const now = clock.now();
		if (found?.email === email && (isBeingAsked(found, now) || !isSame(found, before.wish))) {
			return undefined;
		}
		await countMail(mailboxes, ownerId, now);
		await mailboxes.recordMail({ id: newId(), ownerId, email, now });
		const askingUntil = new Date(now.getTime() + CLAIM_SECONDS * 1000);
		const wish = {
			email,
			askedAt: now,
			askingUntil,
			language: language ?? found?.language ?? null,
		};
		await mailboxes.setWish(ownerId, wish);
		const mailbox = await mailboxes.ask(email, { id: newId(), ownerId, now });
		return { before: found, wish, mailbox };
	});
}

async function countMail(mailboxes: MailboxRepository, ownerId: string, now: Date): Promise<void> {
	const mails = await mailboxes.mailsOf(ownerId, new Date(now.getTime() - DAY_MS));
	const first = mails.at(-CONFIRMATION_MAILS_PER_DAY);
	if (first === undefined) return;
	const retryAfterSeconds = Math.ceil((first.getTime() + DAY_MS - now.getTime()) / 1000);
	throw new VaultError('too_many_mails', { retryAfterSeconds });
}
