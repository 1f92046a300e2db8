import { VaultError } from '../domain/vault-error.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Notifier } from '../ports/notifier.ts';

interface EndDeps {
	readonly catalog: Pick<Catalog, 'mailboxes'>;
	readonly notifier: Notifier;
}

/**
 * Ends the subscription of an address that its owner does not want any more. One that is pending, or that the
 * notifier cannot be asked about now, is left to the sweep: nothing is sent to it meanwhile.
 */
export async function endMailbox({ catalog, notifier }: EndDeps, email: string): Promise<void> {
	const mailbox = await catalog.mailboxes.get(email);
	if (mailbox === undefined || mailbox.isHeld || mailbox.subscription === null) return;
	try {
		if (await notifier.unsubscribe(mailbox.subscription)) await catalog.mailboxes.remove(mailbox);
	} catch (error) {
		if (!(error instanceof VaultError && error.code === 'unavailable')) throw error;
	}
}
