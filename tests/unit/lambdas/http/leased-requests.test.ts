import { beforeEach, expect, test } from 'vitest';
import { LeasedRequests } from '../../../../lambdas/http/leased-requests.ts';
import type { ShareOf } from '../../../../lambdas/ports/person-shares.ts';

const ann: ShareOf = { ownerId: 'ann', functionName: 'vault' };
let now: number;
let left: number;
let writes: number;

const shares = {
	take: (_: ShareOf, requests: number) => {
		writes += 1;
		if (requests > left) return Promise.resolve(false);
		left -= requests;
		return Promise.resolve(true);
	},
};
const newProcess = () => new LeasedRequests(shares, () => new Date(now));

beforeEach(() => {
	now = 0;
	left = 100;
	writes = 0;
});

async function passing(leases: LeasedRequests, count: number, share = ann): Promise<number> {
	let passed = 0;
	for (let i = 0; i < count; i++) if ((await leases.take(share, 1)) === 0) passed += 1;
	return passed;
}

test('lets all processes together pass no more than one share', async () => {
	const processes = Array.from({ length: 500 }, newProcess);

	const passed = await Promise.all(processes.map((leases) => passing(leases, 10)));

	expect(passed.reduce((sum, count) => sum + count, 0)).toBe(100);
});

test('writes once for ten requests, and for a flood once a second', async () => {
	const leases = newProcess();
	await passing(leases, 100);
	expect(writes).toBe(10);

	for (now = 0; now < 5000; now += 10) await leases.take(ann, 1);

	expect(writes).toBe(15);
});

test('says when a refused request may come again, and lets it pass then', async () => {
	left = 0;
	const leases = newProcess();
	const seconds = await leases.take(ann, 1);
	expect(seconds).toBe(1);

	left = 20;
	now += seconds * 1000;

	expect(await leases.take(ann, 1)).toBe(0);
});

test('counts each person, and each function, alone', async () => {
	const leases = newProcess();
	await leases.take(ann, 1);
	left = 10;

	expect(await leases.take({ ...ann, ownerId: 'bob' }, 1)).toBe(0);
	left = 10;
	expect(await leases.take({ ...ann, functionName: 'purge' }, 1)).toBe(0);
	expect(writes).toBe(3);
});

test('takes what is heavy as so many', async () => {
	left = 20;

	expect(await newProcess().take(ann, 15)).toBe(0);
	expect(left).toBe(5);
});
