import type { NoticeWish } from '../../ports/mailboxes.ts';

/** Whether it is the wish of one request, and not that of a later one for the same address. */
export function isSame(one: NoticeWish | undefined, other: NoticeWish | undefined): boolean {
	return one?.email === other?.email && one?.askedAt.getTime() === other?.askedAt.getTime();
}
