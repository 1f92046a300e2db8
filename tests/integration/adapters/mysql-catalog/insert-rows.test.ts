import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertRows } from '../../../../lambdas/adapters/mysql-catalog/insert-rows.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/database.ts';
import { newPerson, type Person } from '../../../support/people.ts';
import { countStatements } from '../../../support/statements.ts';

const MANY = 200;
const now = new Date('2026-11-30T12:00:00.123Z');

let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	fresh = await freshDatabase();
	ann = await newPerson(fresh.database);
});
afterAll(() => fresh.close());
beforeEach(() => fresh.observer.query('delete from surplus_checks'));

const keyOf = (i: number) => `u/${String(i).padStart(60, '0')}`;
const checks = Array.from({ length: MANY }, (_, i) => ({ object_key: keyOf(i), due_at: now }));

test('rows that are more than one statement may carry come whole, a hundred files in one', async () => {
	const names = Array.from({ length: 100 }, (_, i) => `IMG_20260703_${String(100_000 + i)}.jpg`);
	const folder = await ann.folder(ann.rootId, 'Phone');

	const { statements } = await countStatements(fresh, () => ann.files(folder, names));

	expect(await ann.namesIn(folder)).toEqual(names);
	expect(statements.filter((each) => each.startsWith('insert into `entries`'))).toHaveLength(1);
	expect(statements.filter((each) => each.startsWith('insert into `name_grams`'))).toHaveLength(1);
});

test('what is stored of packed rows is what is stored of written ones', async () => {
	const odd = ['naïve "quoted" \\ 🍣', "it's\ttabbed", 'ಕನ್ನಡ', '%_*', 'ﬁ'];
	const [one, many] = [await ann.folder(ann.rootId, 'one'), await ann.folder(ann.rootId, 'many')];
	const plain = Array.from({ length: MANY }, (_, i) => `plain ${String(i)}`);
	const facts = { modifiedAt: now, createdAt: now, updatedAt: now, sizeBytes: 5 * 1024 ** 4 };

	for (const name of odd) await ann.files(one, [name], facts);
	await ann.files(many, [...plain, ...odd], facts);

	const rows = async (folderId: string) => {
		const [found] = await fresh.observer.query(
			`select name, name_key, search_key, hex(left(sort_key, 8)), hex(left(size_key, 8)), hex(left(changed_key, 8)),
				hex(left(media_key, 7)), size_bytes, content_type, modified_at, created_at, has_thumb, trashed_at, version_id is null
				from entries where parent_id = ? and name not like 'plain%' order by name`,
			[folderId],
		);
		return found;
	};
	expect(await rows(many)).toEqual(await rows(one));
	expect(await rows(many)).toHaveLength(odd.length);
});

test('columns that are null in some rows, and bytes that are empty, stay so', async () => {
	const rows = Array.from({ length: MANY }, (_, i) => ({
		owner_id: ann.ownerId,
		job_id: ann.rootId,
		folder_id: `${ann.rootId.slice(0, -4)}${String(1000 + i)}`,
		read_to: [null, Buffer.alloc(0), Buffer.of(0, 0xff, 0x27)][i % 3] ?? null,
	}));

	await insertRows(fresh.database, 'restore_folders', rows);

	const [found] = await fresh.observer.query(
		'select read_to, count(*) as n from restore_folders group by read_to order by read_to',
	);
	expect(found).toEqual([
		{ read_to: null, n: 67 },
		{ read_to: Buffer.alloc(0), n: 67 },
		{ read_to: Buffer.of(0, 0xff, 0x27), n: 66 },
	]);
});

test('rows that are there already are changed as asked, or left as they are', async () => {
	const later = new Date('2027-01-01T00:00:00Z');
	await insertRows(fresh.database, 'surplus_checks', checks.slice(0, 1));

	await insertRows(fresh.database, 'surplus_checks', checks, {
		onDuplicate: sql`due_at = ${later}`,
	});
	await insertRows(fresh.database, 'surplus_checks', checks, { ignore: true });

	const [found] = await fresh.observer.query(
		'select due_at, count(*) as n from surplus_checks group by due_at order by due_at',
	);
	expect(found).toEqual([
		{ due_at: now, n: MANY - 1 },
		{ due_at: later, n: 1 },
	]);
});

test('one that is there already refuses all of them', async () => {
	await insertRows(fresh.database, 'surplus_checks', checks.slice(-1));

	await expect(
		fresh.database
			.transaction()
			.execute((transaction) => insertRows(transaction, 'surplus_checks', checks)),
	).rejects.toThrow();

	const [found] = await fresh.observer.query('select count(*) as n from surplus_checks');
	expect(found).toEqual([{ n: 1 }]);
});
