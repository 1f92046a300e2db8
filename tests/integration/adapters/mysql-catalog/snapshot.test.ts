import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mysqlCatalog } from '../../../../lambdas/adapters/mysql-catalog/catalog.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/database.ts';
import { newPerson, type Person } from '../../../support/people.ts';

let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	fresh = await freshDatabase();
});
afterAll(() => fresh.close());
beforeEach(async () => {
	ann = await newPerson(fresh.database);
});

/** UUIDs in the order of their numbers. */
const idOf = (kind: number, n: number) =>
	`0000000${String(kind)}-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** `perFile[i]` versions of the i-th file, each with both derivatives. */
async function versions(perFile: readonly number[]): Promise<readonly string[]> {
	const files = perFile.flatMap((count, file) => Array.from({ length: count }, () => file));
	const named = files.map((file, n) => ({ entryId: idOf(1, file), id: idOf(2, n) }));
	const rows = named.map(({ entryId, id }) => [ann.ownerId, entryId, id, `key ${id}`, 'v', 1, 'x']);
	await fresh.observer.query(
		`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
			content_type, storage_class, state, created_at) values ${rows.map(() => "(?, 'text/plain', 'STANDARD', 'ready', '2020-01-01')").join()}`,
		rows,
	);
	const pictures = named.flatMap(({ entryId, id }) =>
		['preview', 'thumb'].map((kind) => [ann.ownerId, entryId, id, kind, `${kind} ${id}`, 'v', 1]),
	);
	await fresh.observer.query(
		`insert into derivatives (owner_id, entry_id, version_id, kind, object_key, s3_version_id, size_bytes,
			content_type) values ${pictures.map(() => "(?, 'image/webp')").join()}`,
		pictures,
	);
	return named.map(({ id }) => id);
}

test.each([
	['none', []],
	['one file of more than two pages', [2500]],
	['files that end where a page ends', [999, 1, 1000, 1]],
	['files across the borders of pages', [700, 700, 1300, 1, 1]],
])('of %s every version and derivative is read once, in order', async (_, perFile) => {
	await fresh.observer.query('delete from versions');
	await fresh.observer.query('delete from derivatives');
	const ids = perFile.length === 0 ? [] : await versions(perFile);

	const read = await mysqlCatalog(fresh.database).withSnapshot(ann.ownerId, async (snapshot) => ({
		versions: await Array.fromAsync(snapshot.versions, ({ id }) => id),
		derivatives: await Array.fromAsync(
			snapshot.derivatives,
			({ versionId, kind }) => `${kind} ${versionId}`,
		),
	}));

	expect(read.versions).toEqual(ids);
	expect(read.derivatives).toEqual(ids.flatMap((id) => [`preview ${id}`, `thumb ${id}`]));
});
