import { FOLDER_DEPTH_MAX } from '#contract/limits';
import { sql, type RawBuilder } from 'kysely';
import { placeBelow, type Vault } from '../../domain/vault.ts';
import type { Caller } from '../../ports/caller.ts';
import type { Location, OpenFolder, TreeRepository } from '../../ports/tree.ts';
import type { Executor } from './database.ts';
import { entryColumns, entryOf, type EntryRow } from './entry-row.ts';
import { kindByte } from './list-keys.ts';
import { packRows } from './packed-rows.ts';
import { idLists } from './statement-size.ts';
import type { Tally } from './tally.ts';
import { openVaultOf, vaultColumns, type VaultRow } from './users.ts';

/** A walk ends here whatever the rows say: the deepest folder, its top folder, and one to see that it is too deep. */
const STEPS_MAX = FOLDER_DEPTH_MAX + 2;
/** Sort keys of folders lie below this. */
const FIRST_FILE_KEY = Buffer.of(kindByte.file);

/** A `tally` is told of the ways it reads. */
export function createTreeRepository(db: Executor, tally?: Tally): TreeRepository {
	return {
		open: (caller, folderId) => open(db, caller, folderId),
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

/** Folders on the way up from these, themselves included. */
function stepsUpFrom(ownerId: string, ids: RawBuilder<unknown>) {
	return sql`with recursive up as (
		select id, parent_id, name, keeps_ready from entries
		where owner_id = ${ownerId} and id in (${ids}) and kind = 'folder'
		union distinct
		select e.id, e.parent_id, e.name, e.keeps_ready from up
		join entries as e on e.id = up.parent_id and e.owner_id = ${ownerId}
	)`;
}

const selectedOfVault = sql.raw(vaultColumns.map((column) => `u.${column}`).join(', '));
const selectedOfFolder = sql.raw(entryColumns.map((column) => `e.${column}`).join(', '));

type Absent<Row> = { readonly [Column in keyof Row]: null };
interface OpenStep {
	readonly step_id: string;
	readonly step_parent: string;
	readonly step_name: string;
	readonly step_keeps: number;
}
/** A row for each step up, of which the first has the folder too; of a folder that is not there one row, of the vault alone. */
type OpenRow = Omit<VaultRow, 'id'> & (OpenStep | Absent<OpenStep>) & (EntryRow | Absent<EntryRow>);

async function open(db: Executor, caller: Caller, folderId?: string): Promise<OpenFolder> {
	const { ownerId } = caller;
	const top = sql`select root_id from users where id = ${ownerId}`;
	const { rows } = await sql<OpenRow>`
		${stepsUpFrom(ownerId, folderId === undefined ? top : sql`${folderId}`)}
		select ${selectedOfVault}, ${selectedOfFolder},
			up.id as step_id, up.parent_id as step_parent, up.name as step_name, up.keeps_ready as step_keeps
		from users as u left join up on true
		left join entries as e force index (entries_id)
			on e.owner_id = u.id and e.id = up.id and up.id = ${folderId ?? sql`u.root_id`}
		where u.id = ${ownerId}`.execute(db);
	const vault = openVaultOf(rows[0] && { ...rows[0], id: ownerId }, caller);
	const row = rows.find(isFolder);
	const folder = row && entryOf(row);
	if (folder?.kind !== 'folder') return { vault, folder: undefined, location: undefined };
	const steps = new Map(rows.flatMap(stepOf).map((step) => [step.id, step]));
	return { vault, folder, location: locationOf(vault, folder.id, steps) };
}

function isFolder<Row extends OpenRow>(row: Row): row is Row & EntryRow {
	return row.id !== null;
}

function stepOf({ step_id, step_parent, step_name, step_keeps }: OpenRow): readonly Step[] {
	if (step_id === null) return [];
	return [{ id: step_id, parent_id: step_parent, name: step_name, keeps_ready: step_keeps }];
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
			${stepsUpFrom(vault.ownerId, sql.join(list))}
			select id, parent_id, name, keeps_ready from up`.execute(db);
		for (const row of rows) {
			steps.set(row.id, row);
			tally?.located(row.id, row.parent_id);
		}
	}
	const locations = new Map<string, Location>();
	for (const id of new Set(folderIds)) {
		const location = locationOf(vault, id, steps);
		if (location !== undefined) locations.set(id, location);
	}
	return locations;
}

function locationOf(
	vault: Vault,
	folderId: string,
	steps: ReadonlyMap<string, Step>,
): Location | undefined {
	const path = pathTo(folderId, steps);
	const [top] = path;
	const place = top && placeBelow(vault, top.id);
	return place && { place, path, keptBy: keptBy(path, steps) };
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
