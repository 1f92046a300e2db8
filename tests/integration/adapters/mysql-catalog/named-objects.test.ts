import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlCatalog } from '../../../../lambdas/adapters/mysql-catalog/catalog.ts';
import { createNamedObjectRepository } from '../../../../lambdas/adapters/mysql-catalog/named-objects.ts';
import type { StoredVersion } from '../../../../lambdas/ports/versions.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/database.ts';
import { newPerson } from '../../../support/people.ts';

const OWNERS = 3;
const PER_OWNER = 1000;

let fresh: FreshDatabase;
/** Sorted, by what they name. */
const keys: Record<'originals' | 'derivatives', string[]> = { originals: [], derivatives: [] };

beforeAll(async () => {
	// One connection, so that the counters of its session are those of the application's statements.
	fresh = await freshDatabase({ connectionsMax: 1 });
	const catalog = mysqlCatalog(fresh.database);
	for (let i = 0; i < OWNERS; i++) {
		const { ownerId } = await newPerson(fresh.database);
		const rows = Array.from({ length: PER_OWNER }, () => versionOf(ownerId));
		const pictures = rows.map((row) => ({
			ownerId,
			entryId: row.entryId,
			versionId: row.id,
			kind: 'thumb' as const,
			objectKey: `d/${ownerId}/${row.id}/thumb`,
			s3VersionId: 'v',
			sizeBytes: 5,
			contentType: 'image/webp',
		}));
		await catalog.withLockedOwner(ownerId, async ({ versions, derivatives }) => {
			await versions.insert(rows);
			await derivatives.insert(pictures);
		});
		keys.originals.push(...rows.map(({ objectKey }) => objectKey));
		keys.derivatives.push(...pictures.map(({ objectKey }) => objectKey));
	}
	keys.originals.sort();
	keys.derivatives.sort();
});
afterAll(() => fresh.close());

describe.each(['originals', 'derivatives'] as const)('rows of %s between two keys', (kind) => {
	const between = (after: number | undefined, upTo: number | undefined, limit = 500) =>
		createNamedObjectRepository(fresh.database).between({
			kind,
			after: after === undefined ? undefined : keys[kind][after],
			upTo: upTo === undefined ? undefined : keys[kind][upTo],
			limit,
		});

	test.each([
		[undefined, undefined, 0, 500],
		[undefined, 9, 0, 10],
		[9, 19, 10, 20],
		// From one owner's into the next one's.
		[990, 1010, 991, 1011],
		[2989, undefined, 2990, 3000],
		[9, 9, 10, 10],
	])('from behind %s up to %s come in the order of keys', async (after, upTo, from, to) => {
		const rows = await between(after, upTo);

		expect(rows.map(({ position }) => position)).toEqual(keys[kind].slice(from, to));
		expect(rows.map(({ key }) => key)).toEqual(keys[kind].slice(from, to));
	});

	test('are read alone, wherever they stand', async () => {
		const before = await rowsRead();
		await between(1500, 1510);
		await between(2900, undefined, 10);

		// Each row of a derivative is joined with its version.
		expect((await rowsRead()) - before).toBeLessThanOrEqual(60);
	});
});

test('rows of versions that are being deleted are left out, and so are those of their pictures', async () => {
	const { versions } = mysqlCatalog(fresh.database);
	const namedObjects = createNamedObjectRepository(fresh.database);
	const range = { after: undefined, upTo: undefined, limit: 1 };
	const [first] = await namedObjects.between({ kind: 'derivatives', ...range });
	if (first === undefined) throw new Error('no derivative');

	await versions.markDeleting(first.ownerId, [first.versionId]);

	const [next] = await namedObjects.between({ kind: 'derivatives', ...range });
	expect(next?.versionId).not.toBe(first.versionId);
	const originals = await namedObjects.between({ kind: 'originals', ...range, limit: 3000 });
	expect(originals.map(({ versionId }) => versionId)).not.toContain(first.versionId);
	expect(originals).toHaveLength(OWNERS * PER_OWNER - 1);
});

/** What the application's session has stepped over, and looked up by key. */
async function rowsRead(): Promise<number> {
	const { rows } = await sql<{ Value: string }>`show session status where variable_name in
		('Handler_read_key', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')`.execute(
		fresh.database,
	);
	return rows.reduce((sum, row) => sum + Number(row.Value), 0);
}

function versionOf(ownerId: string): StoredVersion {
	const [entryId, id] = [randomUUID(), randomUUID()];
	return {
		ownerId,
		entryId,
		id,
		objectKey: `u/${ownerId}/${entryId}/${id}`,
		s3VersionId: 'v',
		sizeBytes: 5,
		checksum: 'x',
		contentType: 'text/plain',
		modifiedAt: null,
		media: null,
		storageClass: 'STANDARD',
		restoredUntil: null,
		readyAbout: null,
		missingSince: null,
		restoring: null,
		lookedAt: null,
		staysReady: null,
		state: 'ready',
		createdAt: new Date(0),
	};
}
