import { isMedia } from '#contract/content-types';
import { takenOn } from '#contract/media-time';
import { sql } from 'kysely';
import type { StoredEntry } from '../../domain/entry.ts';
import { copyOf, totalOf, type Held, type Total, type TotalPart } from '../../domain/totals.ts';
import type { StoredVersion } from '../../ports/versions.ts';
import type { Executor } from './database.ts';
import { idLists } from './statement-size.ts';
import {
	addRows,
	eraseRows,
	heldRows,
	sortKey,
	storedRows,
	type Stays,
	type TotalRow,
} from './total-rows.ts';

type Sort = Omit<TotalRow, 'entry_id'>;

/** Directly in a folder, in the vault's own count of entries. */
const DIRECT = { part: 'direct', kind: '', storage_class: '', stays: 0, period: '' } as const;
const TAKEN = { ...DIRECT, part: 'taken' } as const;

interface Move {
	readonly id: string;
	readonly kind: StoredEntry['kind'];
	readonly fromId: string;
	readonly toId: string;
}

/**
 * [Note: Keeping totals] What one transaction changes in the totals of one owner. The repositories that write entries and versions
 * note each change here, and the catalog writes all of them at the end, before the commit: so no verb counts, and none can
 * forget to. The lock of the owner's row makes what is read here stay true until then.
 *
 * A change is noted at the entry where it happens, and so are the ways up that were read. What a folder that moves holds is read once, as it was before the
 * transaction, and taken from the old parent and given to the new one. Then each change is added to all that its entry lies in,
 * by the tree as it is at the end. That is right in any order of changes: a total is the sum over what is directly there and the totals of
 * the folders there, and every folder that left or came is noted with the same total it had. What cancels out on
 * the common way up is never written.
 *
 * Older versions of a file are noted at the file itself, so that they go where it goes; they are all versions less the current one.
 */
export class Tally {
	readonly #changes = new Map<string, Map<string, Sort>>();
	readonly #moves: Move[] = [];
	/** Parents that were read or written within the transaction, by id. */
	readonly #parents = new Map<string, string>();
	/** Where what is being erased lay. */
	readonly #erased = new Map<string, string>();
	readonly #erasedFolders = new Set<string>();

	/** This entry lies in that folder now. What is read spares a read at the end. */
	located(id: string, parentId: string): void {
		this.#parents.set(id, parentId);
	}

	inserted(entry: StoredEntry): void {
		this.located(entry.id, entry.parentId);
		this.#direct(entry.parentId, 1);
		this.#current(entry, 1);
	}

	replaced(before: StoredEntry, after: StoredEntry): void {
		this.located(after.id, after.parentId);
		this.#current(before, -1);
		this.#current(after, 1);
		if (before.parentId === after.parentId) return;
		this.#direct(before.parentId, -1);
		this.#direct(after.parentId, 1);
		const { id, kind, parentId: fromId } = before;
		this.#moves.push({ id, kind, fromId, toId: after.parentId });
	}

	erased(entry: StoredEntry): void {
		this.#direct(entry.parentId, -1);
		this.#current(entry, -1);
		this.#erased.set(entry.id, entry.parentId);
		if (entry.kind === 'folder') this.#erasedFolders.add(entry.id);
	}

	versionInserted(version: StoredVersion): void {
		this.#add(version.entryId, 'older', version, 1);
	}

	versionErased(version: StoredVersion): void {
		this.#add(version.entryId, 'older', version, -1);
	}

	/** A version that is not current is stored otherwise. */
	olderChanged(fileId: string, before: Held, after: Held): void {
		this.#add(fileId, 'older', before, -1);
		this.#add(fileId, 'older', after, 1);
	}

	/** The current version of a file is stored otherwise. */
	currentChanged(parentId: string, before: Held, after: Held): void {
		this.#add(parentId, 'current', before, -1);
		this.#add(parentId, 'current', after, 1);
	}

	/** One read of what moved, one of the ways up that are not known, one statement for all rows; none where nothing changed. */
	async write(db: Executor, ownerId: string): Promise<void> {
		await this.#readMoved(db, ownerId);
		const changed = [...this.#changes].flatMap(([id, sorts]) =>
			[...sorts.values()].filter(isChange).map((sort) => ({ ...sort, entry_id: id })),
		);
		if (changed.length > 0) {
			const parents = await this.#waysUp(db, ownerId, new Set(changed.map((row) => row.entry_id)));
			await addRows(db, ownerId, sumsAbove(changed, parents, this.#erased));
		}
		await eraseRows(db, ownerId, { table: 'totals', entryIds: this.#erased.keys() });
		await eraseRows(db, ownerId, { table: 'copy_totals', entryIds: this.#erased.keys() });
		await eraseRows(db, ownerId, { table: 'month_totals', entryIds: this.#erasedFolders });
	}

	#direct(parentId: string, items: number): void {
		this.#addSort(parentId, { ...DIRECT, items, bytes: 0 });
	}

	#current(entry: StoredEntry, sign: 1 | -1): void {
		if (entry.kind !== 'file') return;
		this.#add(entry.parentId, 'current', entry, sign);
		this.#add(entry.id, 'older', entry, sign === 1 ? -1 : 1);
		if (!isMedia(entry.contentType)) return;
		const period = takenOn(entry).slice(0, 'YYYY-MM'.length);
		this.#addSort(entry.parentId, { ...TAKEN, period, items: sign, bytes: 0 });
	}

	#add(entryId: string, part: TotalPart, held: Held, sign: 1 | -1): void {
		const counted = { items: sign, bytes: sign * held.sizeBytes };
		const total = totalOf(part, held);
		const { kind, storageClass } = total;
		const stays = staysOf(total);
		this.#addSort(entryId, {
			part,
			kind,
			storage_class: storageClass,
			stays,
			period: '',
			...counted,
		});
		const copy = copyOf(part, held);
		if (copy === undefined) return;
		const copied = { storage_class: '', stays: 0, period: copy.endsOn } as const;
		this.#addSort(entryId, { part, kind, ...copied, ...counted });
	}

	#addSort(entryId: string, sort: Sort): void {
		const sorts = this.#changes.get(entryId) ?? new Map<string, Sort>();
		this.#changes.set(entryId, sorts);
		addTo(sorts, sort);
	}

	async #readMoved(db: Executor, ownerId: string): Promise<void> {
		if (this.#moves.length === 0) return;
		const held = new Map<string, TotalRow[]>();
		const keep = (row: TotalRow) => {
			held.set(row.entry_id, [...(held.get(row.entry_id) ?? []), row]);
		};
		const ids = Map.groupBy(this.#moves, ({ kind }) => kind);
		for (const list of idLists(ids.get('file')?.map(({ id }) => id) ?? [])) {
			for (const row of await heldRows(db, ownerId, list)) keep(row);
		}
		const folderIds = ids.get('folder')?.map(({ id }) => id) ?? [];
		for (const list of idLists(folderIds, { listsPerStatement: 3 })) {
			for (const row of await storedRows(db, ownerId, list)) keep(row);
		}
		for (const { id, fromId, toId } of this.#moves) {
			for (const row of held.get(id) ?? []) {
				if (row.part === 'direct') continue;
				this.#addSort(fromId, { ...row, items: -row.items, bytes: -row.bytes });
				this.#addSort(toId, row);
			}
		}
		this.#moves.length = 0;
	}

	async #waysUp(db: Executor, ownerId: string, ids: ReadonlySet<string>) {
		const parents = new Map([...this.#parents, ...this.#erased]);
		const there = [...ids, ...this.#erased.values()].filter(
			(id) => !this.#erased.has(id) && !leadsTo(ownerId, id, parents),
		);
		for (const list of idLists(there)) {
			const { rows } = await sql<{ id: string; parent_id: string }>`
				with recursive up as (
					select id, parent_id from entries where owner_id = ${ownerId} and id in (${sql.join(list)})
					union distinct
					select e.id, e.parent_id from up
					join entries as e on e.id = up.parent_id and e.owner_id = ${ownerId}
				) select id, parent_id from up`.execute(db);
			for (const row of rows) parents.set(row.id, row.parent_id);
		}
		return parents;
	}
}

/** The top folders lie in their owner. */
function leadsTo(ownerId: string, from: string, parents: ReadonlyMap<string, string>): boolean {
	let id: string | undefined = from;
	for (let steps = 0; id !== undefined && id !== ownerId && steps <= parents.size; steps++) {
		id = parents.get(id);
	}
	return id === ownerId;
}

/** What is written outside of the catalog's transactions would not be counted. */
export function requireTally(tally: Tally | undefined): Tally {
	if (tally === undefined)
		throw new Error('This is written within a transaction that holds the vault.');
	return tally;
}

function staysOf({ stays, kept }: Total): Stays {
	if (stays) return 1;
	return kept ? 2 : 0;
}

function isChange({ items, bytes }: Pick<TotalRow, 'items' | 'bytes'>): boolean {
	return items !== 0 || bytes !== 0;
}

function addTo(sorts: Map<string, Sort>, sort: Sort): void {
	const key = sortKey(sort);
	const there = sorts.get(key);
	const items = (there?.items ?? 0) + sort.items;
	sorts.set(key, { ...sort, items, bytes: (there?.bytes ?? 0) + sort.bytes });
}

/** Each change added to its entry and to all that it lies in; what lies directly in a folder counts there alone. */
function sumsAbove(
	changes: readonly TotalRow[],
	parents: ReadonlyMap<string, string>,
	erased: ReadonlyMap<string, string>,
): readonly TotalRow[] {
	const sums = new Map<string, Map<string, Sort>>();
	for (const { entry_id: entryId, ...sort } of changes) {
		const seen = new Set<string>();
		for (let id = entryId; parents.has(id) && !seen.has(id); id = parents.get(id) ?? '') {
			seen.add(id);
			if (!erased.has(id)) {
				const sorts = sums.get(id) ?? new Map<string, Sort>();
				sums.set(id, sorts);
				addTo(sorts, sort);
			}
			if (sort.part === 'direct') break;
		}
	}
	return [...sums].flatMap(([entryId, sorts]) =>
		[...sorts.values()]
			.filter(isChange)
			.map(({ part, kind, storage_class, stays, period, items, bytes }) => {
				return { entry_id: entryId, part, kind, storage_class, stays, period, items, bytes };
			}),
	);
}
