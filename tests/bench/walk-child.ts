/** Walks through the vault that it is told of, and tells how long that took, and how much memory. */
import type { RowDataPacket } from 'mysql2/promise';
import { createConnection, type Connection } from 'mysql2/promise';
import * as v from 'valibot';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import { openDatabase } from '../../lambdas/adapters/mysql-catalog/database.ts';
import { createNamedObjectRepository } from '../../lambdas/adapters/mysql-catalog/named-objects.ts';
import { systemClock } from '../../lambdas/adapters/system.ts';
import { fsck } from '../../lambdas/fsck/fsck.ts';
import type { ListedVersion, ObjectVersion } from '../../lambdas/ports/object-store.ts';
import { parseDatabaseUrl } from '../../lambdas/runtime/config.ts';
import { withPatience } from '../../lambdas/runtime/patience.ts';
import { reconcile } from '../../lambdas/sweep/reconcile.ts';
import { bucketOf } from './store/bucket.ts';

const walk = v.parse(
	v.object({ what: v.picklist(['reconcile', 'fsck']), url: v.string(), files: v.number() }),
	JSON.parse(process.argv[2] ?? ''),
);
interface ObjectRow {
	readonly owner_id: string;
	readonly entry_id: string;
	readonly id: string;
	readonly object_key: string;
	readonly s3_version_id: string;
	readonly size_bytes: number;
}
const PAGE = 1000;
const LONG_MS = 3_600_000;
/** Each n-th object is a row's that S3 does not have, and an object that no row names stands beside it. */
const PLANTED_EVERY = 100_000;
const OLD = new Date('2026-01-01T00:00:00Z');

const db = openDatabase({ ...parseDatabaseUrl(walk.url), connectionsMax: 2 });
const beside = await createConnection({ uri: walk.url, timezone: 'Z' });
const began = performance.now();
const found = await withPatience({ withinMs: LONG_MS, silenceMs: LONG_MS }, () =>
	walk.what === 'reconcile' ? runReconcile() : runFsck(),
);
const ms = performance.now() - began;
const told = { ms, rssBytes: process.resourceUsage().maxRSS * 1024, found };
await db.destroy();
await beside.end();
process.send?.(told, () => process.disconnect());

async function runReconcile(): Promise<Record<string, number>> {
	let removed = 0;
	const store = bucketOf({
		list: (prefix) => objectsOf(beside, prefix, true),
		deleteVersions: (versions) => void (removed += versions.length),
	});
	const { compared, ghosts } = await reconcile({
		catalog: mysqlCatalog(db),
		namedObjects: createNamedObjectRepository(db),
		comparisons: { record: () => Promise.resolve() },
		store,
		clock: systemClock,
		hasTimeLeft: () => true,
		region: 'us-east-1',
	});
	return { compared, ghosts, removed };
}

async function runFsck(): Promise<Record<string, number>> {
	const sizes = new Map<string, number>();
	const store = bucketOf({
		list: (prefix) => objectsOf(beside, prefix, false),
		inspect: async (version) => {
			const sizeBytes = sizes.get(version.key) ?? (await nextSizes(sizes, version));
			return {
				objectVersionId: version.objectVersionId,
				sizeBytes,
				checksum: 'x'.repeat(44),
				contentType: '',
				storageClass: 'STANDARD',
				copy: undefined,
			};
		},
	});
	const tags = { staysReady: () => Promise.resolve(false) };
	const findings: Record<string, number> = {};
	const now = systemClock.now();
	for await (const { kind, subject, message } of fsck({ db, store, tags, now, oldEnough: OLD })) {
		if (findings[kind] === undefined) console.log(`  ${kind} ${subject} ${message}`);
		findings[kind] = (findings[kind] ?? 0) + 1;
	}
	return findings;
}

/** It goes by id: the next page is what is asked for next. */
async function nextSizes(sizes: Map<string, number>, { key }: ObjectVersion): Promise<number> {
	const [rows] = await beside.query<(RowDataPacket & { object_key: string; size_bytes: number })[]>(
		'select object_key, size_bytes from versions where id >= ? order by id limit ?',
		[key.split('/').at(-1), PAGE],
	);
	if (sizes.size > 3 * PAGE) sizes.clear();
	for (const row of rows) sizes.set(row.object_key, row.size_bytes);
	return sizes.get(key) ?? Number.NaN;
}

/** What S3 lists: all that the rows name, but for what is planted. */
async function* objectsOf(
	connection: Connection,
	prefix: string,
	plants: boolean,
): AsyncGenerator<ListedVersion> {
	if (prefix.startsWith('d')) return;
	let after = ['', '', ''];
	for (let n = 0; ;) {
		const [rows] = await connection.query<(RowDataPacket & ObjectRow)[]>(
			`select owner_id, entry_id, id, object_key, s3_version_id, size_bytes from versions force index (primary)
				where (owner_id = ? and entry_id >= ? and (entry_id > ? or id > ?)) or owner_id > ?
				order by owner_id, entry_id, id limit ?`,
			[after[0], after[1], after[1], after[2], after[0], PAGE],
		);
		for (const row of rows) {
			n += 1;
			const { owner_id, entry_id, id } = row;
			after = [owner_id, entry_id, id];
			const planted = plants && n % PLANTED_EVERY === 0;
			const unnamed = `${id.slice(0, -4)}ffff`;
			yield {
				key: planted ? `u/${owner_id}/${entry_id}/${unnamed}` : row.object_key,
				objectVersionId: row.s3_version_id,
				isMarker: false,
				isCurrent: true,
				sizeBytes: row.size_bytes,
				storageClass: 'STANDARD',
				modifiedAt: OLD,
			};
		}
		if (rows.length < PAGE) return;
	}
}
