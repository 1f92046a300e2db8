import { pricesOf } from '#contract/prices';
import { stageCost, sumOf } from '#contract/stage-cost';
import { databaseClasses } from '#contract/stage-shape';
import { expect, test } from 'vitest';

const virginia = pricesOf('us-east-1');

// By hand from the price pages: 730 hours a month, two vCPUs, 20 GB of disk.
test.each([
	['us-east-1', 'db.t4g.micro', 1, 'proxy', 21.9],
	['us-east-1', 'db.t4g.micro', 1, 'database', 11.68],
	['us-east-1', 'db.t4g.medium', 2, 'database', 94.9],
	['us-east-1', 'db.r8g.large', 2, 'database', 350.4],
	['us-east-1', 'db.t4g.micro', 2, 'disk', 4.6],
	['us-east-1', 'db.t4g.micro', 2, 'endpoint', 14.6],
	['us-east-1', 'db.t4g.micro', 1, 'keys', 2],
	['eu-central-1', 'db.t4g.small', 1, 'database', 27.01],
	['eu-central-1', 'db.t4g.micro', 1, 'disk', 2.74],
] as const)(
	'in %s a stage with %s in %i zones pays for its %s $%f',
	(region, databaseClass, zones, name, usd) => {
		const lines = stageCost(pricesOf(region), { databaseClass, zones });

		expect(lines.find((line) => line.name === name)?.usdPerMonth).toBeCloseTo(usd, 6);
	},
);

test('a second zone is paid for once for the database, its disk and the endpoint, and for nothing else', () => {
	const [one = 0, two = 0] = ([1, 2] as const).map((zones) =>
		sumOf(stageCost(virginia, { databaseClass: 'db.t4g.micro', zones })),
	);

	expect(two - one).toBeCloseTo(11.68 + 2.3 + 7.3, 6);
});

test('a larger class of database never costs less', () => {
	const costs = databaseClasses.map((databaseClass) =>
		sumOf(stageCost(virginia, { databaseClass, zones: 1 })),
	);

	expect(costs).toEqual(costs.toSorted((a, b) => a - b));
});

// https://aws.amazon.com/rds/instance-types/: t3.small at 5 % beyond its share for 24 hours is 9 cents.
test('surplus credits cost what AWS reckons in its example', () => {
	expect(virginia.usd('surplusCredits') * 1 * 0.05 * 24).toBeCloseTo(0.09, 6);
});
