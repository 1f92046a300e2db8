import type { ResponseOf } from '#contract/endpoint';
import type * as contract from '#contract/notifications';
import type { UseCase } from '../ports/use-case.ts';
import type { Mailbox } from '../ports/users.ts';
import type { NotificationsDeps } from './deps.ts';

export const getNotifications: UseCase<
	NotificationsDeps,
	typeof contract.getNotifications
> = async ({ catalog, notifier }, { ownerId }) => {
	await catalog.users.vaultOf(ownerId);
	return notificationOf(notifier, await catalog.users.mailboxOf(ownerId));
};

/** SNS knows best: people also end a subscription by the link in the mail. */
export async function notificationOf(
	notifier: NotificationsDeps['notifier'],
	{ email, subscription }: Mailbox,
): Promise<ResponseOf<typeof contract.getNotifications>> {
	const state = subscription === null ? 'gone' : await notifier.stateOf(subscription);
	return state === 'gone' ? { state: 'off', email: null } : { state, email };
}
