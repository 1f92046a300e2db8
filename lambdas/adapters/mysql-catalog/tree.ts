import { FOLDER_DEPTH_MAX } from '#contract/limits';
import { sql } from 'kysely';
import { placeBelow, type Vault } from '../../domain/vault.ts';
import type { Location, TreeRepository } from '../../ports/tree.ts';
import type { Executor } from './database.ts';
import { kindByte } from './list-keys.ts';
import { idLists } from './statement-size.ts';

/** A walk ends here whatever the rows say: the deepest folder, its top folder, and one to see that it is too deep. */
const STEPS_MAX = FOLDER_DEPTH_MAX + 2;
/** Sort keys of folders lie below this. */
const FIRST_FILE_KEY = Buffer.of(kindByte.file);

export function createTreeRepository(db: Executor): TreeRepository {
	return {
		locate: (vault, folderIds) => locate(db, vault, folderIds),
		heightOf: (ownerId, folderId) => heightOf(db, ownerId, folderId),
		raiseHeights: (ownerId, bounds) => raiseHeights(db, ownerId, bounds),
	};
}

interface Step {
	leaf: string;
	id: string;
	parent_id: string;
	name: string;
	steps: number;
}

async function locate(
	db: Executor,
	vault: Vault,
	folderIds: readonly string[],
): Promise<ReadonlyMap<string, Location>> {
	const locations = new Map<string, Location>();
	for (const list of idLists(folderIds)) {
		const { rows } = await sql<Step>`
			with recursive up as (
				select id as leaf, id, parent_id, name, 0 as steps from entries
				where owner_id = ${vault.ownerId} and id in (${sql.join(list)}) and kind = 'folder'
				union all
				select up.leaf, e.id, e.parent_id, e.name, up.steps + 1 from up
				join entries as e on e.id = up.parent_id and e.owner_id = ${vault.ownerId}
				where up.steps < ${sql.lit(STEPS_MAX)}
			) select leaf, id, parent_id, name, steps from up order by leaf, steps desc`.execute(db);
		for (const [leaf, steps] of Map.groupBy(rows, (row) => row.leaf)) {
			const [top] = steps;
			const place = top && placeBelow(vault, top.id);
			if (place === undefined) continue;
			locations.set(leaf, { place, path: steps.map(({ id, name }) => ({ id, name })) });
		}
	}
	return locations;
}

async function heightOf(db: Executor, ownerId: string, folderId: string): Promise<number> {
	const { rows } = await sql<{ height: number | null }>`
		with recursive down as (
			select id, 0 as steps from entries where owner_id = ${ownerId} and id = ${folderId}
			union all
			select e.id, down.steps + 1 from down
			join entries as e on e.owner_id = ${ownerId} and e.parent_id = down.id
				and e.sort_key < ${FIRST_FILE_KEY}
			where down.steps < ${sql.lit(STEPS_MAX)}
		) select max(steps) as height from down`.execute(db);
	return rows[0]?.height ?? 0;
}

async function raiseHeights(
	db: Executor,
	ownerId: string,
	bounds: ReadonlyMap<string, number>,
): Promise<void> {
	const idsOf = Map.groupBy(bounds.keys(), (id) => bounds.get(id) ?? 0);
	for (const [bound, ids] of idsOf) {
		for (const list of bound > 0 ? idLists(ids) : []) {
			await db
				.updateTable('entries')
				.set({ height_bound: bound })
				.where('owner_id', '=', ownerId)
				.where('id', 'in', list)
				.where('height_bound', '<', bound)
				.execute();
		}
	}
}
