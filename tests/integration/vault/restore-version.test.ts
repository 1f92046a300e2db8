import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { newPerson, type Person } from '../../support/people.ts';

let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	fresh = await freshDatabase();
});
afterAll(() => fresh.close());
beforeEach(async () => {
	ann = await newPerson(fresh.database);
});

describe('versions', () => {
	test('an older one becomes the current one, and none is lost', async () => {
		const [entryId = ''] = await ann.files(ann.rootId, ['a.txt'], { sizeBytes: 2 });
		const { entry } = await ann.does.getEntry({ entryId });
		const newer = entry.kind === 'file' ? entry.versionId : '';
		const older = '00000000-0000-7000-8000-00000000000a';
		await addVersion(entryId, older, { sizeBytes: 1, createdAt: new Date(1000) });
		await addVersion(entryId, newer, { sizeBytes: 2, createdAt: new Date(2000) });

		const restored = await ann.does.restoreVersion({ entryId, versionId: older });

		expect(restored.entry).toMatchObject({ versionId: older, sizeBytes: 1, rev: 1 });
		const { versions } = await ann.does.getEntry({ entryId });
		expect(versions.map(({ id, current }) => [id, current])).toEqual([
			[newer, false],
			[older, true],
		]);
	});

	async function addVersion(
		entryId: string,
		id: string,
		{ sizeBytes, createdAt }: { readonly sizeBytes: number; readonly createdAt: Date },
	): Promise<void> {
		await fresh.database
			.insertInto('versions')
			.values({
				owner_id: ann.ownerId,
				entry_id: entryId,
				id,
				object_key: `u/${ann.ownerId}/${entryId}/${id}`,
				s3_version_id: 'v',
				size_bytes: sizeBytes,
				checksum: 'x',
				content_type: 'text/plain',
				modified_at: null,
				storage_class: 'STANDARD',
				state: 'ready',
				created_at: createdAt,
			})
			.execute();
	}
});
