import type { Connection, RowDataPacket } from 'mysql2/promise';
import { entryColumns } from '../../lambdas/adapters/mysql-catalog/entry-row.ts';
import { listKeysOf, type ListKeys } from '../../lambdas/adapters/mysql-catalog/list-keys.ts';
import { createListRepository } from '../../lambdas/adapters/mysql-catalog/lists.ts';
import type { StoredFile } from '../../lambdas/domain/entry.ts';
import { randomFrom } from '../support/random.ts';
import { compare, type Pace, type Result } from './compare.ts';
import { p95, timesOf, withinTarget } from './percentile.ts';
import { openBenchVault, type BenchVault } from './vault/open-vault.ts';
import { filesAt } from './vault/sample.ts';

/** Rows of a page, and the one that tells whether the list goes on. */
const ROWS = 201;
const PAGES = 60;

interface Order {
	readonly what: string;
	readonly targetRatio: number;
	readonly page: (
		vault: BenchVault,
		after: StoredFile,
		limit: number,
	) => Promise<readonly { item: { id: string } }[]>;
}

const byFolder = (sort: 'name' | 'changed' | 'size', key: keyof ListKeys) => ({
	page: ({ database, places }: BenchVault, after: StoredFile, limit: number) =>
		createListRepository(database).folder(places.ownerId, {
			folderId: places.everythingId,
			sort,
			limit,
			after: present(listKeysOf(after)[key]),
		}),
});

const byTime = (only: 'all' | 'media', key: keyof ListKeys) => ({
	page: ({ database, places }: BenchVault, after: StoredFile, limit: number) =>
		createListRepository(database).timeline(places.ownerId, {
			only,
			limit,
			after: present(listKeysOf(after)[key]),
		}),
});

const orders: readonly Order[] = [
	{ what: 'by name', targetRatio: 1 / 1.2, ...byFolder('name', 'sortKey') },
	{ what: 'by date', targetRatio: 1 / 2, ...byFolder('changed', 'changedKey') },
	{ what: 'by size', targetRatio: 1 / 2, ...byFolder('size', 'sizeKey') },
	{ what: 'recent files', targetRatio: 1 / 2, ...byTime('all', 'recentKey') },
	{ what: 'gallery', targetRatio: 1 / 2, ...byTime('media', 'mediaKey') },
];

/** B7 and B9: pages from anywhere in the largest folder, against the same rows read by their primary key alone. */
export async function benchListing({ quick, rounds }: Pace): Promise<Result[]> {
	const vault = await openBenchVault({ quick });
	try {
		const after = placesIn(vault);
		const results: Result[] = [];
		for (const { what, targetRatio, page } of orders) {
			await verify(vault, after, page);
			results.push(
				await compare({
					name: 'listing',
					what: `95 of 100 pages of 200 of ${String(vault.files)}, ${what}, against a raw scan (B7)`,
					ours: {
						name: what,
						run: async () => p95(await timesOf(after, (file) => page(vault, file, ROWS))),
					},
					reference: {
						name: 'raw scan',
						run: async () => p95(await timesOf(after, (file) => rawPage(vault, file))),
					},
					targetRatio,
					rounds,
				}),
				await rowsRead(vault, after, { what, page }),
			);
		}
		return [...results, ...(await sameEverywhere(vault, rounds))];
	} finally {
		await vault.close();
	}
}

/** Files of the folder, behind each of which a page begins; pictures, as the gallery knows no others. */
function placesIn({ files }: BenchVault): readonly StoredFile[] {
	const random = randomFrom('pages');
	const wanted = new Set(Array.from({ length: PAGES * 3 }, () => random.whole(0, files - 1)));
	return filesAt(files, wanted)
		.filter(({ contentType }) => contentType.startsWith('image/'))
		.slice(0, PAGES);
}

type PageOf = Order['page'];

async function verify(
	vault: BenchVault,
	after: readonly StoredFile[],
	page: PageOf,
): Promise<void> {
	for (const file of after.slice(0, 10)) {
		const rows = await page(vault, file, ROWS);
		// Near the end there are fewer.
		if (rows.length === 0 || rows.some(({ item }) => item.id === file.id)) {
			throw new Error('A page does not follow its place.');
		}
	}
}

/** As its server counts them for the application's connection: one at a time, so that it is always the same. */
async function rowsRead(
	vault: BenchVault,
	[after]: readonly StoredFile[],
	{ what, page }: Pick<Order, 'what' | 'page'>,
): Promise<Result> {
	if (after === undefined) throw new Error('There is no place to read from.');
	const before = await vault.rowsRead();
	await page(vault, after, ROWS);
	return withinTarget({
		name: 'listing',
		what: `rows read for a page ${what} (B7)`,
		unit: 'count',
		ours: (await vault.rowsRead()) - before,
		target: ROWS,
	});
}

async function rawPage({ observer, places }: BenchVault, after: StoredFile): Promise<unknown> {
	return raw(observer, places, listKeysOf(after).sortKey);
}

async function raw(
	observer: Connection,
	{ ownerId, everythingId }: BenchVault['places'],
	after: Buffer,
): Promise<unknown> {
	const [rows] = await observer.query<RowDataPacket[]>(
		`select ${entryColumns.join(', ')}, sort_key from entries
			where owner_id = ? and parent_id = ? and sort_key > ? order by sort_key limit ${String(ROWS)}`,
		[ownerId, everythingId, after],
	);
	return rows;
}

/** B9. */
async function sameEverywhere(vault: BenchVault, rounds: number): Promise<Result[]> {
	const { does } = vault.person;
	const { everythingId, smallId, ownerId } = vault.places;
	const lists = createListRepository(vault.database);
	const times = Array.from({ length: PAGES }, (_, i) => i);
	const read = (folderId: string, limit: number, after?: Buffer) => async () =>
		p95(
			await timesOf(times, () => lists.folder(ownerId, { folderId, sort: 'name', limit, after })),
		);
	const page5000 = Math.min(5000, Math.floor(vault.files / (ROWS - 1)) - 1) * (ROWS - 1);
	const [cursor] = await vault.ask<{ sort_key: Buffer }>(
		`select sort_key from entries force index (primary) where owner_id = ? and parent_id = ?
			order by sort_key limit 1 offset ${String(page5000)}`,
		[ownerId, everythingId],
	);
	const whole = (folderId: string) => async () =>
		p95(await timesOf(times, () => does.listFolder({ folderId, limit: '100' })));
	return [
		await compare({
			name: 'listing',
			what: `page ${String(page5000 / (ROWS - 1))} against page 1 (B9)`,
			ours: { name: 'far', run: read(everythingId, ROWS, cursor?.sort_key) },
			reference: { name: 'first', run: read(everythingId, ROWS) },
			targetRatio: 1 / 1.1,
			rounds,
		}),
		await compare({
			name: 'listing',
			what: `100 of ${String(vault.files)} against a folder of 100 (B9)`,
			ours: { name: 'large', run: whole(everythingId) },
			reference: { name: 'small', run: whole(smallId) },
			targetRatio: 1 / 1.1,
			rounds,
		}),
	];
}

function present<T>(value: T | null): T {
	if (value === null) throw new Error('This file is in no such list.');
	return value;
}
