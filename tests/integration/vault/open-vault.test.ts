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

describe('opening a vault', () => {
	test('makes it once, however many tabs open it', async () => {
		const answers = await Promise.all(Array.from({ length: 8 }, () => ann.does.openVault({})));

		expect(new Set(answers.map(({ rootId }) => rootId))).toEqual(new Set([ann.rootId]));
		expect(answers[0]?.usage).toEqual({ quotaBytes: 1_000_000, usedBytes: 0, reservedBytes: 0 });
	});

	test('begins with an empty folder and an empty trash', async () => {
		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.does.listFolder({ folderId: ann.trashId })).toMatchObject({
			trashed: true,
			entries: [],
		});
	});
});
