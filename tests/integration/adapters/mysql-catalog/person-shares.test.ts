import { PERSON_REQUESTS_BURST, PERSON_REQUESTS_PER_SECOND } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPersonShareRepository } from '../../../../lambdas/adapters/mysql-catalog/person-shares.ts';
import { LeasedRequests } from '../../../../lambdas/http/leased-requests.ts';
import type { PersonShareRepository, ShareOf } from '../../../../lambdas/ports/person-shares.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/database.ts';

let fresh: FreshDatabase;
let shares: PersonShareRepository;
let ann: ShareOf;

beforeAll(async () => {
	fresh = await freshDatabase();
	shares = createPersonShareRepository(fresh.database);
});
afterAll(() => fresh.close());
beforeEach(() => {
	ann = { ownerId: randomUUID(), functionName: 'vault' };
});

const at = (seconds: number) => new Date(1_790_000_000_000 + seconds * 1000);

test('a share is a burst, and then so many a second', async () => {
	expect(await shares.take(ann, PERSON_REQUESTS_BURST, at(0))).toBe(true);
	expect(await shares.take(ann, 1, at(0))).toBe(false);

	expect(await shares.take(ann, PERSON_REQUESTS_PER_SECOND, at(1))).toBe(true);
	expect(await shares.take(ann, 1, at(1))).toBe(false);
});

test('it is full again after a while, and no fuller than at first', async () => {
	await shares.take(ann, PERSON_REQUESTS_BURST, at(0));

	expect(await shares.take(ann, PERSON_REQUESTS_BURST + 1, at(3600))).toBe(false);
	expect(await shares.take(ann, PERSON_REQUESTS_BURST, at(3600))).toBe(true);
});

test('a clock that is behind takes nothing back and fills nothing twice', async () => {
	await shares.take(ann, PERSON_REQUESTS_BURST, at(10));

	expect(await shares.take(ann, 1, at(5))).toBe(false);
	expect(await shares.take(ann, PERSON_REQUESTS_PER_SECOND + 1, at(11))).toBe(false);
});

test('another person’s share, and that of another function, is another one', async () => {
	await shares.take(ann, PERSON_REQUESTS_BURST, at(0));

	expect(await shares.take({ ...ann, ownerId: randomUUID() }, 1, at(0))).toBe(true);
	expect(await shares.take({ ...ann, functionName: 'uploads' }, 1, at(0))).toBe(true);
});

test('forty processes that begin at once let one share pass', async () => {
	const processes = Array.from({ length: 40 }, () => new LeasedRequests(shares, () => at(0)));

	const passed = await Promise.all(
		processes.map(async (leases) => {
			let count = 0;
			// As many as it leases at once: a second lease would not be used up.
			for (let i = 0; i < 10; i++) if ((await leases.take(ann, 1)) === 0) count += 1;
			return count;
		}),
	);

	expect(passed.reduce((sum, count) => sum + count, 0)).toBe(PERSON_REQUESTS_BURST);
});

test('shares that were not asked for since are taken away', async () => {
	await shares.take(ann, 1, at(0));
	const bob = { ...ann, ownerId: randomUUID() };
	await shares.take(bob, 1, at(100_000));

	await shares.forget(at(50_000), 1000);

	const [rows] = await fresh.observer.query(
		'select owner_id from person_shares where owner_id in (?)',
		[[ann.ownerId, bob.ownerId]],
	);
	expect(rows).toEqual([{ owner_id: bob.ownerId }]);
});
