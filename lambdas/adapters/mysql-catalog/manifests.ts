import { sql } from 'kysely';
import type { ManifestRepository } from '../../ports/manifests.ts';
import type { Executor } from './database.ts';

export function createManifestRepository(db: Executor): ManifestRepository {
	return {
		async enrol(now, { after, limit }) {
			const people = await db
				.selectFrom('users')
				.select('id')
				.where('id', '>', after)
				.orderBy('id')
				.limit(limit)
				.execute();
			const last = people.at(-1)?.id;
			if (last === undefined) return undefined;
			await sql`
				insert ignore into manifests (owner_id, due_at)
				select u.id, ${now} from users as u left join manifests as m on m.owner_id = u.id
				where u.id > ${after} and u.id <= ${last} and u.state = 'active' and m.owner_id is null`.execute(
				db,
			);
			return last;
		},
		async due(now, limit) {
			const rows = await db
				.selectFrom('manifests')
				.select('owner_id')
				.where('due_at', '<=', now)
				.orderBy('due_at')
				.limit(limit)
				.execute();
			return rows.map((row) => row.owner_id);
		},
		async claim(ownerId, now, until) {
			const { numUpdatedRows } = await db
				.updateTable('manifests')
				.set({ due_at: until })
				.where('owner_id', '=', ownerId)
				.where('due_at', '<=', now)
				.executeTakeFirstOrThrow();
			return numUpdatedRows > 0n;
		},
		async hasten(ownerId, at) {
			await db
				.updateTable('manifests')
				.set({ due_at: at })
				.where('owner_id', '=', ownerId)
				.where('due_at', '>', at)
				.execute();
		},
		async setWritten(ownerId, now, nextAt) {
			await db
				.updateTable('manifests')
				.set({ written_at: now, due_at: nextAt })
				.where('owner_id', '=', ownerId)
				.execute();
		},
		async left({ after, limit }) {
			const rows = await db
				.selectFrom('manifests as m')
				.leftJoin('users as u', (join) =>
					join.onRef('u.id', '=', 'm.owner_id').on('u.state', '=', 'active'),
				)
				.select(['m.owner_id', 'u.id as open_id'])
				.where('m.owner_id', '>', after)
				.orderBy('m.owner_id')
				.limit(limit)
				.execute();
			const left = rows.filter((row) => row.open_id === null);
			return { ownerIds: left.map((row) => row.owner_id), last: rows.at(-1)?.owner_id };
		},
		async forget(ownerId) {
			await db.deleteFrom('manifests').where('owner_id', '=', ownerId).execute();
		},
	};
}
