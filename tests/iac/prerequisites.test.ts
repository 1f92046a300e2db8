import { describe, expect, it } from 'vitest';
import {
	lookForPrerequisites,
	requireNothing,
	type AccountFacts,
} from '../../deploy/prerequisites.ts';

/** An account in which a first deployment goes through. */
const READY: AccountFacts = {
	regionState: () => Promise.resolve('opt-in-not-required'),
	cloudFrontRefusal: () => Promise.resolve(undefined),
	concurrency: () => Promise.resolve(1000),
	plan: () => Promise.resolve(undefined),
	hasRoleOfRds: () => Promise.resolve(true),
	networks: () => Promise.resolve({ used: 1, quota: 5 }),
};

/** One as AWS opens it today, in a region that has to be switched on. */
const NEW: AccountFacts = {
	regionState: () => Promise.resolve('not-opted-in'),
	cloudFrontRefusal: () => Promise.resolve('Your account must be verified.'),
	concurrency: () => Promise.resolve(10),
	plan: () => Promise.resolve('FREE'),
	hasRoleOfRds: () => Promise.resolve(false),
	networks: () => Promise.resolve({ used: 5, quota: 5 }),
};

const look = (account: AccountFacts) => lookForPrerequisites(account, 'eu-south-1');

describe('before a first deployment', () => {
	it('nothing is missing in an account that has everything', async () => {
		expect(await look(READY)).toEqual({ missing: [], advice: [] });
		expect(await look({ ...READY, plan: () => Promise.resolve('PAID') })).toEqual({
			missing: [],
			advice: [],
		});
	});

	it('all that is missing stands in one list, each with what to do', async () => {
		const { missing, advice } = await look(NEW);

		expect(missing).toEqual([
			expect.stringContaining('aws account enable-region --region-name eu-south-1'),
			expect.stringContaining('"Your account must be verified." Open a case'),
			expect.stringContaining('free plan'),
			expect.stringContaining('aws iam create-service-linked-role'),
			expect.stringContaining('--quota-code L-F678F1CE --desired-value 10 --region eu-south-1'),
		]);
		expect(advice).toEqual([expect.stringContaining('only 10 functions at once')]);
		expect(() => {
			requireNothing(missing);
		}).toThrow(/^Nothing is made yet\. Missing:\n( {2}- .*\n?){5}$/);
	});

	it('a region that AWS does not have is one sentence', async () => {
		const { missing } = await look({ ...READY, regionState: () => Promise.resolve(undefined) });

		expect(missing).toEqual(['AWS has no region eu-south-1.']);
	});

	it('what may not be looked at stops nothing, and is said', async () => {
		const refuse = () => Promise.reject(new Error('not authorized'));

		const found = await look({ ...READY, plan: refuse, hasRoleOfRds: refuse });

		expect(found).toEqual({
			missing: [],
			advice: [
				"Could not look at the account's plan: not authorized",
				"Could not look at RDS's own role: not authorized",
			],
		});
	});
});
