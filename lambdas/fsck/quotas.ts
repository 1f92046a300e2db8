import { sql } from 'kysely';
import type { Database, Executor } from '../adapters/mysql-catalog/database.ts';
import { transact } from '../adapters/mysql-catalog/database.ts';
import { lockAnyVault } from '../adapters/mysql-catalog/users.ts';
import type { Finding, Repair } from './finding.ts';

interface Sums {
	id: string;
	quota_bytes: number;
	used_bytes: number;
	reserved_bytes: number;
	file_count: number;
	folder_count: number;
	derivative_bytes: number;
	files: string | number;
	folders: string | number;
	derivatives: string | number;
	stored_bytes: string | number | null;
	pending: string | number | null;
}

/** What each vault says it holds and has promised, against the rows. */
export async function* findWrongQuotas(db: Database): AsyncGenerator<Finding> {
	for (const row of await sumsOf(db)) {
		const stored = Number(row.stored_bytes ?? 0);
		const pending = Number(row.pending ?? 0);
		const { id: subject, used_bytes: used, reserved_bytes: reserved } = row;
		if (used !== stored) {
			const message = `says ${String(used)} bytes used; its versions have ${String(stored)}`;
			yield { kind: 'quota', subject, message, repair: recount(db, subject) };
		}
		if (reserved !== pending) {
			const message = `says ${String(reserved)} bytes reserved; its uploads need ${String(pending)}`;
			yield { kind: 'quota', subject, message, repair: recount(db, subject) };
		}
		if (row.file_count !== Number(row.files)) {
			const message = `says ${String(row.file_count)} files; its versions and uploads are ${String(row.files)}`;
			yield { kind: 'quota', subject, message, repair: recount(db, subject) };
		}
		if (row.folder_count !== Number(row.folders)) {
			const message = `says ${String(row.folder_count)} folders; it has ${String(row.folders)}`;
			yield { kind: 'quota', subject, message, repair: recount(db, subject) };
		}
		if (row.derivative_bytes !== Number(row.derivatives)) {
			const message = `says ${String(row.derivative_bytes)} bytes of derivatives; they have ${String(row.derivatives)}`;
			yield { kind: 'quota', subject, message, repair: recount(db, subject) };
		}
		if (used + reserved > row.quota_bytes) {
			const message = `holds and promises more than its ${String(row.quota_bytes)} bytes`;
			yield { kind: 'quota', subject, message };
		}
	}
}

async function sumsOf(db: Executor, ownerId?: string): Promise<readonly Sums[]> {
	const only = ownerId === undefined ? sql`` : sql`where u.id = ${ownerId}`;
	const { rows } = await sql<Sums>`
		select u.id, u.quota_bytes, u.used_bytes, u.reserved_bytes, u.file_count, u.folder_count, u.derivative_bytes,
			(select count(*) from versions v where v.owner_id = u.id)
				+ (select count(*) from uploads p where p.owner_id = u.id and p.state = 'pending') as files,
			(select count(*) from entries e where e.owner_id = u.id and e.kind = 'folder'
				and e.parent_id <> u.id and e.id not in (u.root_id, u.trash_id, u.purge_id)) as folders,
			(select coalesce(sum(d.size_bytes), 0) from derivatives d where d.owner_id = u.id)
				+ (select coalesce(sum(d.size_bytes), 0) from derivative_promises d where d.owner_id = u.id)
				as derivatives,
			(select sum(v.size_bytes) from versions v where v.owner_id = u.id) as stored_bytes,
			(select sum(p.size_bytes) from uploads p where p.owner_id = u.id and p.state = 'pending')
				as pending
		from users u ${only}`.execute(db);
	return rows;
}

function recount(db: Database, ownerId: string): Repair {
	return {
		does: 'counted anew',
		run: () =>
			transact(db, async (transaction) => {
				await lockAnyVault(transaction, ownerId);
				const [sums] = await sumsOf(transaction, ownerId);
				if (sums === undefined) return false;
				await transaction
					.updateTable('users')
					.set({
						used_bytes: Number(sums.stored_bytes ?? 0),
						reserved_bytes: Number(sums.pending ?? 0),
						file_count: Number(sums.files),
						folder_count: Number(sums.folders),
						derivative_bytes: Number(sums.derivatives),
					})
					.where('id', '=', ownerId)
					.execute();
				return true;
			}),
	};
}
