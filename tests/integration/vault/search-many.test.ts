import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gramsOf } from '../../../lambdas/adapters/mysql-catalog/grams.ts';
import { packId } from '../../../lambdas/adapters/mysql-catalog/name-grams.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { numbersTo } from '../../support/numbers.ts';
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

const MANY = 50_000;

describe('a search among tens of thousands of names', () => {
	test('finds the few that have two common words, reading no more than its share for one answer', async () => {
		const names = ['alpha omega 1', 'omega-alpha 2', 'my alpha and omega'];
		await ann.files(ann.rootId, names);
		await gramsOfOthers('alpha', MANY);
		await gramsOfOthers('omega', MANY);

		const { results, nextCursor } = await ann.does.searchEntries({ query: 'pha ega' });

		expect(results).toEqual([]);
		expect(nextCursor).not.toBeNull();
		expect((await all('pha ega')).toSorted()).toEqual(names.toSorted());
	});

	test('asks once how common a piece of the query is, however many walks go by it', async () => {
		await ann.files(ann.rootId, ['alpha omega']);
		await gramsOfOthers('alpha', 5000);
		await gramsOfOthers('omega', 5000);

		let asked = 0;
		const forget = fresh.onStatement((statement) => {
			asked += statement.split(' as position').length - 1;
		});
		await ann.does.searchEntries({ query: 'pha ega' });
		forget();

		// The two pieces, each at the beginning of a word, and what a folder is known by.
		expect(asked).toBe(5);
	});

	test('passes no entry a second time for the sake of the order', async () => {
		await ann.files(ann.rootId, ['alpha omega']);
		await gramsOfOthers('alpha', 5000);
		await gramsOfOthers('omega', 5000);

		const asked: string[] = [];
		const forget = fresh.onStatement((statement) => asked.push(statement));
		await ann.does.searchEntries({ query: 'alpha omega' });
		forget();

		// Among the folders alone; and how common the pieces are it asks by one statement.
		expect(asked.filter((each) => each.endsWith('offset 999'))).toHaveLength(1);
		expect(asked.filter((each) => each.includes(' as position'))).toHaveLength(1);
	});

	test('shows the name itself first, and then those that begin with it, however old they are', async () => {
		await ann.files(ann.rootId, ['alpha', 'alpha.txt']);
		await others(ann.rootId, 'my-alpha', 5000);

		const [first, second] = await all('alpha');

		expect([first, second]).toEqual(['alpha', 'alpha.txt']);
	});

	test('shows the folder of the name first among a thousand newer files, by kind too, and says that there are more', async () => {
		await ann.folder(ann.rootId, 'Holiday');
		await ann.folder(ann.rootId, 'Summer holiday');
		await ann.files(ann.rootId, ['my holiday.png'], { contentType: 'image/png' });
		await others(ann.rootId, 'holiday', 1100);

		let statements = 0;
		const forget = fresh.onStatement(() => (statements += 1));
		const { results, count, more } = await ann.does.searchEntries({ query: 'holiday' });
		forget();
		const names = results.map(({ entry }) => entry.name);
		expect(names.slice(0, 2)).toEqual(['Holiday', 'Summer holiday']);
		expect({ shown: names.length, count, more }).toEqual({ shown: 100, count: 100, more: true });
		// Who wants them in the order of a column gets it of as many as are counted.
		const bySize = await ann.does.searchEntries({ query: 'holiday', sort: '-size' });
		expect([bySize.count, bySize.more]).toEqual([1000, true]);
		expect(statements).toBeLessThanOrEqual(16);
		const ofType = async (type: 'folder' | 'image') =>
			(await ann.does.searchEntries({ query: 'holiday', type })).results.map((r) => r.entry.name);
		expect(await ofType('folder')).toEqual(['Holiday', 'Summer holiday']);
		expect(await ofType('image')).toEqual(['my holiday.png']);
	});

	test.each([
		[99, 99, false],
		[100, 100, false],
		[101, 100, true],
	])('of %i matches tells %i, and whether there are more: %s', async (matches, told, hasMore) => {
		await others(ann.rootId, 'tulip', matches);

		const { results, count, more, nextCursor } = await ann.does.searchEntries({ query: 'uli' });

		expect({ shown: results.length, count, more }).toEqual({
			shown: Math.min(matches, 100),
			count: told,
			more: hasMore,
		});
		expect(nextCursor).toBeNull();
	});

	test('shows what it has found of a long search at once, and finds the rest when it is asked to go on', async () => {
		await ann.files(ann.rootId, ['the oldest alpha omega']);
		await gramsOfOthers('alpha', 9000);
		await gramsOfOthers('omega', 9000);
		await others(ann.rootId, 'xalpha omega', 3);

		let walks = 0;
		const forget = fresh.onStatement((statement) => {
			if (/offset 1?999$/.test(statement)) walks += 1;
		});
		const { results, nextCursor } = await ann.does.searchEntries({ query: 'pha ega' });
		forget();

		expect([results.length, nextCursor !== null, walks]).toEqual([3, true, 3]);
		expect(await all('pha ega')).toHaveLength(4);
	});

	test('finds two letters within words, and words over the path, behind tens of thousands of others', async () => {
		const folder = await ann.folder(ann.rootId, 'letters of 1987');
		await ann.files(folder, ['protocol', 'my alpha']);
		await gramsOfOthers('alpha', MANY / 5);
		await gramsOfOthers('colour', MANY / 5);

		expect(await all('ol')).toEqual(['protocol']);
		expect(await all('alpha 1987')).toEqual(['my alpha']);
	});

	test('shows the beginnings of words before their middles', async () => {
		await ann.files(ann.rootId, ['the alpha']);
		await others(ann.rootId, 'xalpha', 5000);

		expect((await all('alpha'))[0]).toBe('the alpha');
	});

	test('leaves the trash out and misses nothing behind it', async () => {
		const names = Array.from({ length: 30 }, (_, i) => `alpha ${String(i)}`);
		await ann.files(ann.rootId, names);
		const folder = await ann.folder(ann.rootId, 'old');
		await others(folder, 'alpha', 9000);
		await ann.does.trashEntries({ entryIds: [folder] });

		expect((await all('alpha')).toSorted()).toEqual(names.toSorted());
		expect((await all('lpha')).toSorted()).toEqual(names.toSorted());
	});

	test('finds the end of a name that is as long as names can be', async () => {
		const letters = Array.from({ length: 248 }, (_, i) =>
			String.fromCharCode(0x61 + ((i * i) % 23)),
		);
		const name = `${letters.join('')} at end`;
		await ann.files(ann.rootId, [name]);

		expect(await all('end')).toEqual([name]);
	});
});

/** Names of all answers to one question. */
async function all(query: string): Promise<readonly string[]> {
	const names = new Set<string>();
	let cursor: string | null = null;
	do {
		const answer: Awaited<ReturnType<Person['does']['searchEntries']>> =
			await ann.does.searchEntries({ query, ...(cursor !== null && { cursor }) });
		for (const { entry } of answer.results) names.add(entry.name);
		cursor = answer.nextCursor;
	} while (cursor !== null);
	return [...names];
}

const sqlOf = (numbers: number) => `from ${numbersTo(numbers)}`;
/** An id newer than all that are made here. */
const id = (tag: string) => `concat('ffffffff-${tag}-7000-8000-', lpad(lower(hex(seq)), 12, '0'))`;
const gramsIn = (name: string) => gramsOf({ name, kind: 'file', contentType: 'text/plain' });

/** Entries in the index alone, newer than all others: a walk has to pass them. */
async function gramsOfOthers(word: string, count: number): Promise<void> {
	for (const gram of gramsIn(word)) {
		await fresh.observer.query(
			`insert into name_grams (owner_id, gram, entry_id)
				select ?, ?, unhex(replace(${id(word === 'alpha' ? '000a' : '000b')}, '-', ''))
				${sqlOf(count)}`,
			[packId(ann.ownerId), Buffer.from(gram)],
		);
	}
}

/** Files called `word 1`, `word 2` and so on, newer than all others. */
async function others(parentId: string, word: string, count: number): Promise<void> {
	const tag = parentId.slice(-4);
	await fresh.observer.query(
		`insert into entries (owner_id, parent_id, sort_key, id, kind, name, name_key, changed_key,
			size_key, search_key, rev, created_at, updated_at, version_id, size_bytes, content_type, storage_class)
			select ?, ?, concat('\\2', ?, seq), ${id(tag)}, 'file', concat(?, ' ', seq),
				concat(?, ' ', seq), seq, seq, concat('\\2', ?, ' ', seq), 0, now(), now(), ${id(tag)}, 0, 'text/plain', 'STANDARD'
				${sqlOf(count)}`,
		[ann.ownerId, parentId, word, word, word, word],
	);
	for (const gram of gramsIn(word)) {
		await fresh.observer.query(
			`insert ignore into name_grams (owner_id, gram, entry_id)
				select ?, ?, unhex(replace(${id(tag)}, '-', '')) ${sqlOf(count)}`,
			[packId(ann.ownerId), Buffer.from(gram)],
		);
	}
}
