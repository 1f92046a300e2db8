import { FOLDER_DEPTH_MAX } from '#contract/limits';
import { sql } from 'kysely';
import { placeBelow, type Vault } from '../../domain/vault.ts';
import type { Location, TreeRepository } from '../../ports/tree.ts';
import type { Executor } from './database.ts';
import { kindByte } from './list-keys.ts';
import { packRows } from './packed-rows.ts';
import { idLists } from './statement-size.ts';
import type { Tally } from './tally.ts';

/** A walk ends here whatever the rows say: the deepest folder, its top folder, and one to see that it is too deep. */
const STEPS_MAX = FOLDER_DEPTH_MAX + 2;
/** Sort keys of folders lie below this. */
const FIRST_FILE_KEY = Buffer.of(kindByte.file);

/** A `tally` is told of the ways it reads. */
export function createTreeRepository(db: Executor, tally?: Tally): TreeRepository {
	return {
		locate: (vault, folderIds) => locate(db, vault, folderIds, tally),
		heightOf: (ownerId, folderId) => heightOf(db, ownerId, folderId),
		raiseHeights: (ownerId, bounds) => raiseHeights(db, ownerId, bounds),
	};
}

interface Step {
	id: string;
	parent_id: string;
	name: string;
	keeps_ready: number;
}

/** Folders on the way are read once, however many of the given ones lie below them. */
async function locate(
	db: Executor,
	vault: Vault,
	folderIds: readonly string[],
	tally: Tally | undefined,
): Promise<ReadonlyMap<string, Location>> {
	const steps = new Map<string, Step>();
	for (const list of idLists(folderIds)) {
		const { rows } = await sql<Step>`
			with recursive up as (
				select id, parent_id, name, keeps_ready from entries
				where owner_id = ${vault.ownerId} and id in (${sql.join(list)}) and kind = 'folder'
				union distinct
				select e.id, e.parent_id, e.name, e.keeps_ready from up
				join entries as e on e.id = up.parent_id and e.owner_id = ${vault.ownerId}
			) select id, parent_id, name, keeps_ready from up`.execute(db);
		for (const row of rows) {
			steps.set(row.id, row);
			tally?.located(row.id, row.parent_id);
		}
	}
	const locations = new Map<string, Location>();
	for (const id of new Set(folderIds)) {
		const path = pathTo(id, steps);
		const [top] = path;
		const place = top && placeBelow(vault, top.id);
		if (place !== undefined) locations.set(id, { place, path, keptBy: keptBy(path, steps) });
	}
	return locations;
}

function pathTo(folderId: string, steps: ReadonlyMap<string, Step>): Location['path'] {
	const path: Location['path'] = [];
	let step = steps.get(folderId);
	for (let i = 0; step !== undefined && i < STEPS_MAX; i++) {
		path.unshift({ id: step.id, name: step.name });
		step = steps.get(step.parent_id);
	}
	return path;
}

function keptBy(path: Location['path'], steps: ReadonlyMap<string, Step>): Location['keptBy'] {
	return path.findLast(({ id }) => steps.get(id)?.keeps_ready === 1) ?? null;
}

/**
 * Level by level: a join would read every file of a folder to find its folders, where a list of parents
 * and a bound on the key read the folders alone.
 */
async function heightOf(db: Executor, ownerId: string, folderId: string): Promise<number> {
	let level: readonly string[] = [folderId];
	for (let height = 0; height < STEPS_MAX; height++) {
		const below: string[] = [];
		for (const list of idLists(level)) {
			const rows = await db
				.selectFrom('entries')
				.select('id')
				.where('owner_id', '=', ownerId)
				.where('parent_id', 'in', list)
				.where('sort_key', '<', FIRST_FILE_KEY)
				.execute();
			below.push(...rows.map(({ id }) => id));
		}
		if (below.length === 0) return height;
		level = below;
	}
	return STEPS_MAX;
}

async function raiseHeights(
	db: Executor,
	ownerId: string,
	bounds: ReadonlyMap<string, number>,
): Promise<void> {
	// Each folder on a way down has a bound of its own.
	const rows = [...bounds].flatMap(([id, bound]) => (bound > 0 ? [{ id, bound }] : []));
	for (const { table, column } of packRows(rows)) {
		await sql`update ${table}
			straight_join entries on entries.id = convert(${column('id')} using ascii) collate ascii_bin
			set entries.height_bound = ${column('bound')}
			where entries.owner_id = ${ownerId} and entries.height_bound < ${column('bound')}`.execute(db);
	}
}
