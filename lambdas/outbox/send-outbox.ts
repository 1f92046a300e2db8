import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Notifier } from '../ports/notifier.ts';
import { crashPoint } from '../runtime/crash-point.ts';

/** No other run sends what one has claimed for so long, in seconds; after that it is taken to have died. */
const CLAIM_SECONDS = 120;
const CLAIM_MAX = 20;

export interface OutboxDeps {
	readonly catalog: Catalog;
	readonly notifier: Notifier;
	readonly clock: Clock;
}

/**
 * Sends what is owed, to one owner or to all. A message may go twice if we die between sending and
 * noting it, never not at all; both carry the same id. One whose owner holds no mailbox goes nowhere. Throws where the notifier cannot be reached:
 * what was not sent is sent another time.
 */
export async function sendOutbox(
	{ catalog, notifier, clock }: OutboxDeps,
	{ ownerId }: { readonly ownerId?: string } = {},
): Promise<void> {
	const now = clock.now();
	const messages = await catalog.outbox.claim({
		ownerId,
		now,
		until: new Date(now.getTime() + CLAIM_SECONDS * 1000),
		limit: CLAIM_MAX,
	});
	crashPoint('outbox.afterClaim');
	for (const message of messages) {
		const mailbox = await catalog.mailboxes.heldBy(message.ownerId);
		if (mailbox !== undefined) await notifier.publish({ ...message, mailboxId: mailbox.id });
		crashPoint('outbox.afterPublish');
		await catalog.outbox.markSent(message.id, clock.now());
	}
}
