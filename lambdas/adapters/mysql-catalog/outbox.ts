import * as v from 'valibot';
import type { OutboxMessage, OutboxRepository } from '../../ports/outbox.ts';
import type { Executor } from './database.ts';
import { idLists } from './statement-size.ts';

const kind = v.picklist(['batch-arrived', 'restore-done']);
const body = v.pipe(v.string(), v.parseJson(), v.object({ subject: v.string(), text: v.string() }));

export function createOutboxRepository(db: Executor): OutboxRepository {
	return {
		async insert(message) {
			await db
				.insertInto('outbox')
				.values({
					id: message.id,
					owner_id: message.ownerId,
					batch_id: message.batchId,
					kind: message.kind,
					body: JSON.stringify({ subject: message.subject, text: message.text }),
					created_at: message.createdAt,
				})
				.execute();
		},
		claim: (options) => claim(db, options),
		async markSent(id, now) {
			await db.updateTable('outbox').set({ sent_at: now }).where('id', '=', id).execute();
		},
		async forget(before, limit) {
			const rows = await db
				.selectFrom('outbox')
				.select('id')
				.where('sent_at', '<', before)
				.limit(limit)
				.execute();
			for (const list of idLists(rows.map((row) => row.id))) {
				await db.deleteFrom('outbox').where('id', 'in', list).execute();
			}
			return rows.length;
		},
		async forgetOf(ownerId, limit) {
			const { numDeletedRows } = await db
				.deleteFrom('outbox')
				.where('owner_id', '=', ownerId)
				.limit(limit)
				.executeTakeFirstOrThrow();
			return Number(numDeletedRows);
		},
	};
}

/** Each row is taken by one conditional update, so of two who saw it free one alone gets it. */
async function claim(
	db: Executor,
	{ ownerId, now, until, limit }: Parameters<OutboxRepository['claim']>[0],
): Promise<readonly OutboxMessage[]> {
	const unsent = db
		.selectFrom('outbox')
		.selectAll()
		.where('sent_at', 'is', null)
		.where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<', now)]))
		.orderBy('id')
		.limit(limit);
	const rows = await (
		ownerId === undefined ? unsent : unsent.where('owner_id', '=', ownerId)
	).execute();
	const claimed: OutboxMessage[] = [];
	for (const row of rows) {
		const { numUpdatedRows } = await db
			.updateTable('outbox')
			.set({ claimed_until: until })
			.where('id', '=', row.id)
			.where('sent_at', 'is', null)
			.where((free) =>
				free.or([free('claimed_until', 'is', null), free('claimed_until', '<', now)]),
			)
			.executeTakeFirstOrThrow();
		if (numUpdatedRows === 0n) continue;
		if (row.batch_id === null) throw new Error(`message ${row.id} is about no batch`);
		claimed.push({
			id: row.id,
			ownerId: row.owner_id,
			kind: v.parse(kind, row.kind),
			batchId: row.batch_id,
			...v.parse(body, row.body),
			createdAt: row.created_at,
		});
	}
	return claimed;
}
