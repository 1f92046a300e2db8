import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { Mailbox, MailboxRepository } from '../../ports/mailboxes.ts';
import type { Executor } from './database.ts';
import { idLists } from './statement-size.ts';

export function createMailboxRepository(db: Executor): MailboxRepository {
	const getMailbox = async (email: string) => {
		const row = await mailboxes(db).where('mailboxes.email', '=', email).executeTakeFirst();
		return row && mailboxOf(row);
	};
	return {
		async wishOf(ownerId) {
			const row = await db
				.selectFrom('notice_wishes')
				.select(['email', 'asked_at', 'asking_until', 'language'])
				.where('owner_id', '=', ownerId)
				.executeTakeFirst();
			return (
				row && {
					email: row.email,
					askedAt: row.asked_at,
					askingUntil: row.asking_until,
					language: row.language,
				}
			);
		},
		async setWish(ownerId, wish) {
			if (wish === undefined) {
				await db.deleteFrom('notice_wishes').where('owner_id', '=', ownerId).execute();
				return;
			}
			const values = {
				email: wish.email,
				asked_at: wish.askedAt,
				asking_until: wish.askingUntil,
				language: wish.language,
			};
			await db
				.insertInto('notice_wishes')
				.values({ owner_id: ownerId, ...values })
				.onDuplicateKeyUpdate(values)
				.execute();
		},
		async setLanguage(ownerId, language) {
			await db
				.updateTable('notice_wishes')
				.set({ language })
				.where('owner_id', '=', ownerId)
				.execute();
		},
		async idleWishes(before, limit) {
			const rows = await db
				.selectFrom('notice_wishes')
				.leftJoin('mailboxes', (on) =>
					on
						.onRef('mailboxes.email', '=', 'notice_wishes.email')
						.onRef('mailboxes.owner_id', '=', 'notice_wishes.owner_id'),
				)
				.select('notice_wishes.owner_id')
				.where('notice_wishes.asked_at', '<', before)
				.where('mailboxes.id', 'is', null)
				.orderBy('notice_wishes.asked_at')
				.limit(limit)
				.execute();
			return rows.map((row) => row.owner_id);
		},
		get: getMailbox,
		async heldBy(ownerId) {
			const row = await mailboxes(db)
				.where('notice_wishes.owner_id', '=', ownerId)
				.executeTakeFirst();
			return row && mailboxOf(row);
		},
		async pageAfter(email, limit) {
			const rows = await mailboxes(db)
				.where('mailboxes.email', '>', email)
				.orderBy('mailboxes.email')
				.limit(limit)
				.execute();
			return rows.map(mailboxOf);
		},
		async ask(email, { id, ownerId, now }) {
			await db
				.insertInto('mailboxes')
				.values({ email, id, owner_id: ownerId, asked_at: now })
				.onDuplicateKeyUpdate({ rev: sql`rev + 1`, asked_at: now })
				.execute();
			const mailbox = await getMailbox(email);
			if (mailbox === undefined) throw new Error('a mailbox is gone within its transaction');
			return mailbox;
		},
		async setSubscription({ email, id }, subscription) {
			await db
				.updateTable('mailboxes')
				.set({ subscription_arn: subscription })
				.where('email', '=', email)
				.where('id', '=', id)
				.execute();
		},
		async setOwner({ email, id }, ownerId) {
			await db
				.updateTable('mailboxes')
				.set({ owner_id: ownerId })
				.where('email', '=', email)
				.where('id', '=', id)
				.execute();
		},
		async remove({ email, rev }) {
			await db.deleteFrom('mailboxes').where('email', '=', email).where('rev', '=', rev).execute();
		},
		async recordMail({ id, ownerId, email, now }) {
			await db
				.insertInto('confirmation_mails')
				.values({ id, owner_id: ownerId, address_hash: hashOf(email), sent_at: now })
				.execute();
		},
		async mailsOf(ownerId, since) {
			const rows = await db
				.selectFrom('confirmation_mails')
				.select('sent_at')
				.where('owner_id', '=', ownerId)
				.where('sent_at', '>', since)
				.orderBy('sent_at')
				.execute();
			return rows.map((row) => row.sent_at);
		},
		async countMailsTo(email, since) {
			const { count } = await db
				.selectFrom('confirmation_mails')
				.select((all) => all.fn.countAll<number>().as('count'))
				.where('address_hash', '=', hashOf(email))
				.where('sent_at', '>', since)
				.executeTakeFirstOrThrow();
			return count;
		},
		async forgetMails(before, limit) {
			const rows = await db
				.selectFrom('confirmation_mails')
				.select('id')
				.where('sent_at', '<', before)
				.limit(limit)
				.execute();
			for (const list of idLists(rows.map((row) => row.id))) {
				await db.deleteFrom('confirmation_mails').where('id', 'in', list).execute();
			}
			return rows.length;
		},
	};
}

/** Beside each the wish of its owner, where that is still for this address. */
function mailboxes(db: Executor) {
	return db
		.selectFrom('mailboxes')
		.leftJoin('notice_wishes', (on) =>
			on
				.onRef('notice_wishes.owner_id', '=', 'mailboxes.owner_id')
				.onRef('notice_wishes.email', '=', 'mailboxes.email'),
		)
		.selectAll('mailboxes')
		.select('notice_wishes.owner_id as wisher_id');
}

type MailboxRow = Awaited<ReturnType<ReturnType<typeof mailboxes>['executeTakeFirstOrThrow']>>;

function mailboxOf(row: MailboxRow): Mailbox {
	return {
		email: row.email,
		id: row.id,
		ownerId: row.owner_id,
		isHeld: row.wisher_id !== null,
		subscription: row.subscription_arn,
		rev: row.rev,
		askedAt: row.asked_at,
	};
}

function hashOf(email: string): Buffer {
	return createHash('sha256').update(email).digest();
}
