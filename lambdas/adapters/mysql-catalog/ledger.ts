import { parseObjectKey } from '../../domain/object-key.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { ObjectVersion } from '../../ports/object-store.ts';
import type { Executor } from './database.ts';
import { idLists } from './statement-size.ts';

export function ledgerOver(db: Executor): Ledger {
	return {
		named: (objects) => named(db, objects),
		async pending(uploadIds) {
			return new Set((await pending(db, uploadIds)).map(({ id }) => id));
		},
		async openParts(uploadIds) {
			const rows = await pending(db, uploadIds);
			return new Set(rows.flatMap(({ multipart_id }) => multipart_id ?? []));
		},
	};
}

async function pending(db: Executor, uploadIds: readonly string[]) {
	const found: { id: string; multipart_id: string | null }[] = [];
	for (const list of idLists(uploadIds)) {
		const rows = await db
			.selectFrom('uploads')
			.select(['id', 'multipart_id'])
			.where('id', 'in', list)
			.where('state', '=', 'pending')
			.execute();
		found.push(...rows);
	}
	return found;
}

interface NamedRow {
	object_key: string;
	s3_version_id: string;
}

/** A key ends in the id of its version, which both tables are indexed by. */
async function named(
	db: Executor,
	objects: readonly ObjectVersion[],
): Promise<ReadonlySet<ObjectVersion>> {
	const places = objects.map((object) => parseObjectKey(object.key));
	const known = new Set<string>();
	const note = (rows: readonly NamedRow[]) => {
		for (const row of rows) known.add(`${row.object_key}\n${row.s3_version_id}`);
	};
	const idsOf = (kind: 'original' | 'derivative') =>
		idLists(places.filter((place) => place?.kind === kind).map((place) => place?.versionId ?? ''));
	for (const list of idsOf('original')) {
		note(
			await db
				.selectFrom('versions')
				.select(['object_key', 's3_version_id'])
				.where('id', 'in', list)
				.execute(),
		);
	}
	for (const list of idsOf('derivative')) {
		note(
			await db
				.selectFrom('derivatives')
				.select(['object_key', 's3_version_id'])
				.where('version_id', 'in', list)
				.execute(),
		);
	}
	return new Set(
		objects.filter(({ key, objectVersionId }) => known.has(`${key}\n${objectVersionId}`)),
	);
}
