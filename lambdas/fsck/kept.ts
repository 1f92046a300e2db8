import { sql } from 'kysely';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

interface Deps {
	readonly db: Database;
	readonly catalog: Catalog;
}

/** Rows read at a time. */
const PAGE = 500;

interface UntoldRow {
	readonly id: string;
	readonly owner_id: string;
}

/** Files that are kept ready by themselves or by a folder above, of which S3 does not know and that no check is going to tell. */
export async function* findUntoldKept({ db, catalog }: Deps): AsyncGenerator<Finding> {
	for await (const rows of pagesById(PAGE, (after) => untold(db, after))) {
		for (const { id, owner_id: ownerId } of rows) {
			const message = 'is kept ready, and S3 has not been told so: it would be archived';
			yield { kind: 'keep', subject: id, message, repair: asking(catalog, ownerId, id) };
		}
	}
}

/** A person with checks that are still to come is left out: they may be about these files. */
async function untold(db: Database, after: string): Promise<readonly UntoldRow[]> {
	const { rows } = await sql<UntoldRow>`
		with recursive kept as (
			select owner_id, id, kind, version_id from entries where keeps_ready = 1
			union distinct
			select e.owner_id, e.id, e.kind, e.version_id from kept k
			join entries e on e.owner_id = k.owner_id and e.parent_id = k.id
		)
		select k.id, k.owner_id from kept k
		join versions v on v.owner_id = k.owner_id and v.entry_id = k.id and v.id = k.version_id
		where k.kind = 'file' and v.state = 'ready' and not (v.stays_ready <=> 1) and k.id > ${after}
			and not exists (select 1 from keep_checks c where c.owner_id = k.owner_id)
		order by k.id limit ${sql.lit(PAGE)}`.execute(db);
	return rows;
}

function asking(catalog: Catalog, ownerId: string, id: string): Repair {
	return {
		does: 'to be told to S3 within minutes',
		run: async () => {
			await catalog.withLockedOwner(ownerId, ({ keepChecks }) => keepChecks.ask(ownerId, [id]));
			return true;
		},
	};
}
