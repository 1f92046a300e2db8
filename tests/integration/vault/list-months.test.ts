import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const day = (text: string) => ({ modifiedAt: new Date(`${text}T12:00:00Z`) });
const months = async () =>
	(await ann.does.listMonths({})).months.map(({ month, files }) => `${month} ${String(files)}`);

test('tells how many pictures and films were taken in each month, newest first, wherever they lie', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	await ann.files(folder, ['a.jpg', 'b.jpg'], day('2024-01-09'));
	await ann.files(ann.rootId, ['c.mp4'], { ...day('2024-01-31'), contentType: 'video/mp4' });
	await ann.files(ann.rootId, ['d.jpg'], { createdAt: new Date('2024-03-01T00:00:00Z') });
	await ann.files(ann.rootId, ['e.txt'], { ...day('2024-02-02'), contentType: 'text/plain' });

	expect(await months()).toEqual(['2024-03 1', '2024-01 3']);
});

test('counts a picture in the month of the place where it was taken', async () => {
	const media = {
		takenAt: new Date('2024-01-31T23:30:00Z'),
		utcOffsetMinutes: 60,
		durationMs: null,
		width: null,
		height: null,
	};
	await ann.files(ann.rootId, ['a.jpg'], { media });

	expect(await months()).toEqual(['2024-02 1']);
});

test('leaves the trash out, and knows again what comes back from there', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	await ann.files(folder, ['a.jpg', 'b.jpg'], day('2024-01-09'));
	await ann.files(ann.rootId, ['c.jpg'], day('2024-02-09'));

	await ann.does.trashEntries({ entryIds: [folder] });
	expect(await months()).toEqual(['2024-02 1']);

	await ann.does.putBackEntries({ entryIds: [folder] });
	expect(await months()).toEqual(['2024-02 1', '2024-01 2']);
});

test('keeps no row of a month in which nothing is left', async () => {
	const [folder, other] = [
		await ann.folder(ann.rootId, 'folder'),
		await ann.folder(ann.rootId, 'other'),
	];
	const entryIds = [...(await ann.files(folder, ['a.jpg'], day('2024-01-09')))];

	await ann.does.moveEntries({ entryIds, targetId: other });

	const rows = 'select entry_id from month_totals where owner_id = ? order by entry_id';
	const [left] = await fresh.observer.query(rows, [ann.ownerId]);
	expect(left).toEqual([ann.rootId, other].sort().map((id) => ({ entry_id: id })));
});
