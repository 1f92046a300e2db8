import type * as contract from '#contract/notifications';
import type { UseCase } from '../ports/use-case.ts';
import type { NotificationsDeps } from './deps.ts';
import { notificationOf } from './get-notifications.ts';

/** Subscribes before it ends the old one, so that a fault in between loses no message. */
export const setNotifications: UseCase<
	NotificationsDeps,
	typeof contract.setNotifications
> = async ({ catalog, notifier }, { ownerId }, { email }) => {
	await catalog.users.vaultOf(ownerId);
	const before = await catalog.users.mailboxOf(ownerId);
	const now = await notificationOf(notifier, before);
	if (email !== null && now.email === email) return now;
	const subscription = email === null ? null : await notifier.subscribe(ownerId, email);
	const after = { email, subscription };
	await catalog.withLockedVault(ownerId, ({ users }) => users.setMailbox(ownerId, after));
	if (before.subscription !== null && before.subscription !== subscription) {
		await notifier.unsubscribe(before.subscription);
	}
	return notificationOf(notifier, after);
};
