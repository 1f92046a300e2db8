import { ORPHAN_GRACE_SECONDS, SESSION_LIFE_SECONDS } from '#contract/limits';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf } from '../../support/people.ts';
import { asked } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

const DAY = 24 * 3600;
const hello = Buffer.from('hello');

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});

/** How many rows each table holds of Ann. */
async function rowsOf(owner: Uploader): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const table of [
		'users',
		'entries',
		'versions',
		'derivatives',
		'batches',
		'uploads',
		'outbox',
	]) {
		const column = table === 'users' ? 'id' : 'owner_id';
		const [rows] = await world.fresh.observer.query<RowDataPacket[]>(
			`select count(*) as count from ${table} where ${column} = ?`,
			[owner.ownerId],
		);
		const count = Number(rows[0]?.count);
		if (count > 0) counts[table] = count;
	}
	return counts;
}

describe('of a person who has gone', () => {
	beforeEach(async () => {
		await ann.can.setNotifications({ email: 'ann@example.org' });
		await ann.upload('private name.txt', hello);
		await ann.begin([asked(ann.rootId, hello, { name: 'never sent.txt' })]);
		await ann.can.purgeAccount({ confirm: 'delete account' });
	});

	test('names of files are kept no longer than a day', async () => {
		expect(await rowsOf(ann)).toMatchObject({ uploads: 2, batches: 2, outbox: 1 });
		await world.sweep();
		expect(await rowsOf(ann)).toMatchObject({ uploads: 2 });

		world.passSeconds(ORPHAN_GRACE_SECONDS + 60);
		await world.sweep();

		// The vault's row and its purge folder: ids alone.
		expect(await rowsOf(ann)).toEqual({ users: 1, entries: 1 });
	});

	test('nothing is left once no session can be so old', async () => {
		world.passSeconds(SESSION_LIFE_SECONDS);
		await world.sweep();
		expect(await codeOf(ann.does.openVault({}))).toBe('vault_deleted');

		world.passSeconds(DAY + 60);
		await world.sweep();

		expect(await rowsOf(ann)).toEqual({});
		expect(await world.fsck()).toEqual([]);
		expect((await ann.does.openVault({})).usage.usedBytes).toBe(0);
	});
});

test('a vault of which S3 keeps a file is not forgotten', async () => {
	await ann.upload('a.txt', hello);
	world.bucket.s3.injectFaults(() => ({ status: 503 }));
	await ann.can.purgeAccount({ confirm: 'delete account' });

	world.passSeconds(SESSION_LIFE_SECONDS + 2 * DAY);
	await world.sweep();
	expect(await rowsOf(ann)).toMatchObject({ users: 1, versions: 1 });
	world.bucket.s3.injectFaults(undefined);
	world.passSeconds(DAY);
	await world.sweep();

	expect(await rowsOf(ann)).toEqual({});
});

test('batches go with the last of their uploads, twenty days after they were begun', async () => {
	await ann.upload('a.txt', hello);

	world.passSeconds(19 * DAY);
	await world.sweep();
	expect(await rowsOf(ann)).toMatchObject({ batches: 1, uploads: 1 });
	world.passSeconds(DAY + 60);
	await world.sweep();

	expect(await rowsOf(ann)).not.toHaveProperty('batches');
	expect(await rowsOf(ann)).not.toHaveProperty('uploads');
	expect(await ann.namesIn(ann.rootId)).toEqual(['a.txt']);
	expect(await world.fsck()).toEqual([]);
});
