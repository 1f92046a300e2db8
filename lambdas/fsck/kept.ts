import { archiveClasses } from '#contract/archive';
import { sql } from 'kysely';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { ArchiveTags } from '../ports/archive-tags.ts';
import type { Catalog } from '../ports/catalog.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

interface Deps {
	readonly db: Database;
	readonly catalog: Catalog;
	readonly tags: ArchiveTags;
}

/** Rows read at a time. */
const PAGE = 500;
const PARALLEL = 25;

interface UntoldRow {
	readonly id: string;
	readonly owner_id: string;
}

/** Files that are kept ready by themselves or by a folder above, of which S3 does not know and that no check is going to tell. */
export async function* findUntoldKept({
	db,
	catalog,
}: Pick<Deps, 'db' | 'catalog'>): AsyncGenerator<Finding> {
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

interface ToldRow {
	readonly id: string;
	readonly owner_id: string;
	readonly entry_id: string;
	readonly object_key: string;
	readonly s3_version_id: string;
	readonly stays_ready: number | null;
}

/** Versions of which S3 has been told, and whose tag says otherwise: as after another program has written it. */
export async function* findOtherwiseTagged({ db, catalog, tags }: Deps): AsyncGenerator<Finding> {
	for await (const rows of pagesById(PAGE, (after) => told(db, after))) {
		const findings = await inParallel(rows, PARALLEL, async (row): Promise<Finding[]> => {
			const version = { key: row.object_key, objectVersionId: row.s3_version_id };
			const isKept = row.stays_ready === 1;
			const isKeptByS3 = await tags.staysReady(version);
			if (isKeptByS3 === undefined || isKeptByS3 === isKept) return [];
			const message = isKept
				? 'is kept ready, and is tagged to be archived'
				: 'is to be archived, and lacks the tag by which it would be';
			return [{ kind: 'keep', subject: row.id, message, repair: tellingAnew(catalog, row) }];
		});
		yield* findings.flat();
	}
}

async function told(db: Database, after: string): Promise<readonly ToldRow[]> {
	return (
		db
			.selectFrom('versions')
			.select(['id', 'owner_id', 'entry_id', 'object_key', 's3_version_id', 'stays_ready'])
			.where('id', '>', after)
			.where('state', '=', 'ready')
			.where('stays_ready', 'is not', null)
			// What is in the archive the rule moves no more, whatever its tag.
			.where('storage_class', 'not in', archiveClasses)
			.orderBy('id')
			.limit(PAGE)
			.execute()
	);
}

function tellingAnew(
	catalog: Catalog,
	{ id, owner_id: ownerId, entry_id: entryId }: ToldRow,
): Repair {
	return {
		does: TOLD_SOON,
		run: async () => {
			await catalog.withLockedOwner(ownerId, async ({ versions, keepChecks }) => {
				await versions.setStaysReady(ownerId, [{ id, entryId }], null);
				await keepChecks.ask(ownerId, [entryId]);
			});
			return true;
		},
	};
}

const TOLD_SOON = 'to be told to S3 within minutes';

function asking(catalog: Catalog, ownerId: string, id: string): Repair {
	return {
		does: TOLD_SOON,
		run: async () => {
			await catalog.withLockedOwner(ownerId, ({ keepChecks }) => keepChecks.ask(ownerId, [id]));
			return true;
		},
	};
}
