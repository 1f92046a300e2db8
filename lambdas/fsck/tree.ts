import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { Finding } from './finding.ts';

interface Subject {
	subject: string;
}

/** A walk down ends here whatever the rows say: deeper than any folder may lie. */
const STEPS_MAX = 80;

/** Each finds the ids that break one promise. */
const promises: readonly { readonly message: string; readonly breaking: RawBuilder<Subject> }[] = [
	{
		message: 'lies in a folder that is not there',
		breaking: sql`select e.id as subject from entries e left join entries p on p.id = e.parent_id
			where e.parent_id <> e.owner_id and p.id is null`,
	},
	{
		message: 'lies in something that is no folder of the same person',
		breaking: sql`select e.id as subject from entries e join entries p on p.id = e.parent_id
			where p.owner_id <> e.owner_id or p.kind <> 'folder'`,
	},
	{
		message: 'is a folder that cannot be reached from the top',
		breaking: sql`
			with recursive down as (
				select id, 0 as steps from entries where parent_id = owner_id
				union all
				select e.id, down.steps + 1 from down join entries e on e.parent_id = down.id
				where e.kind = 'folder' and down.steps < ${sql.lit(STEPS_MAX)}
			) select e.id as subject from entries e left join down on down.id = e.id
			where e.kind = 'folder' and down.id is null`,
	},
	{
		message: 'has the name of its neighbour',
		breaking: sql`select min(id) as subject from entries
			group by owner_id, parent_id, name_key having count(*) > 1`,
	},
	{
		message: 'is a file whose current version is not there',
		breaking: sql`select e.id as subject from entries e
			left join versions v on v.id = e.version_id and v.entry_id = e.id and v.owner_id = e.owner_id
			where e.kind = 'file' and v.id is null`,
	},
	{
		message: 'is a version of a file that is not there',
		breaking: sql`select v.id as subject from versions v
			left join entries e on e.id = v.entry_id and e.owner_id = v.owner_id where e.id is null`,
	},
	{
		message: 'is a person without a top folder',
		breaking: sql`select u.id as subject from users u
			left join entries r on r.id = u.root_id left join entries t on t.id = u.trash_id
			left join entries p on p.id = u.purge_id
			where u.state = 'active' and (r.id is null or t.id is null or p.id is null)`,
	},
];

/** Whether the folders of each person are one tree, and files and versions belong together. */
export async function* findBrokenTrees(db: Database): AsyncGenerator<Finding> {
	for (const { message, breaking } of promises) {
		const { rows } = await breaking.execute(db);
		for (const { subject } of rows) yield { kind: 'tree', subject, message };
	}
}
