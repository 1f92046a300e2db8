import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { Finding } from './finding.ts';

/** SNS ends a pending subscription after two days, and the sweep runs every quarter of an hour: what is older it has not ended. */
const LEFT_DAYS = 4;

/** Mailboxes that no owner wants any more, and wishes of owners whose account is deleted. */
export async function* findWrongMailboxes(db: Database, now: Date): AsyncGenerator<Finding> {
	const left = await db
		.selectFrom('mailboxes')
		.leftJoin('notice_wishes', (on) =>
			on
				.onRef('notice_wishes.owner_id', '=', 'mailboxes.owner_id')
				.onRef('notice_wishes.email', '=', 'mailboxes.email'),
		)
		.select('mailboxes.id')
		.where('notice_wishes.owner_id', 'is', null)
		.where('mailboxes.asked_at', '<', new Date(now.getTime() - LEFT_DAYS * 24 * 3600 * 1000))
		.execute();
	for (const { id } of left) {
		const message = `is held by no owner, and the sweep has not ended it in ${String(LEFT_DAYS)} days`;
		yield { kind: 'mailbox', subject: id, message };
	}
	for (const subject of await strayWishes(db)) {
		const message = 'wants notices and has no vault any more';
		yield { kind: 'mailbox', subject, message, repair: forget(db, subject) };
	}
}

async function strayWishes(db: Database): Promise<readonly string[]> {
	const rows = await db
		.selectFrom('notice_wishes')
		.leftJoin('users', 'users.id', 'notice_wishes.owner_id')
		.select('notice_wishes.owner_id')
		.where((row) => row.or([row('users.id', 'is', null), row('users.state', '=', 'deleted')]))
		.execute();
	return rows.map((row) => row.owner_id);
}

/** An account that is deleted stays so, and its mailbox is then ended by the sweep. */
function forget(db: Database, ownerId: string): NonNullable<Finding['repair']> {
	return {
		does: 'forgotten',
		async run() {
			const stray = await strayWishes(db);
			if (!stray.includes(ownerId)) return false;
			await db.deleteFrom('notice_wishes').where('owner_id', '=', ownerId).execute();
			return true;
		},
	};
}
