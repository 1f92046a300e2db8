import type { PriceName } from './price-table.ts';
import { HOURS_PER_MONTH, type RegionPrices } from './prices.ts';
import type { DatabaseClass, StageShape } from './stage-shape.ts';

const priceOfClass = {
	'db.t4g.micro': 'micro',
	'db.t4g.small': 'small',
	'db.t4g.medium': 'medium',
	'db.t4g.large': 'large',
	'db.r8g.large': 'memory',
} as const satisfies Record<DatabaseClass, PriceName>;

/** Of each class. */
const DATABASE_VCPUS = 2;
/** The least that gp3 takes, and where every stage begins. */
const DATABASE_DISK_GB = 20;
/** Metrics that the alarms of a stage watch: `tests/iac/checks/costs.ts` counts them in the template. */
export const ALARM_METRICS = 61;
/** Metrics that filters make of logs, the same check counts them. Billed for the hours in which they are written, so this is the most. */
export const OWN_METRICS = 8;
/** For alarms, and for the addresses of thumbnails. */
const KEYS = 2;

export interface StageCostLine {
	readonly name:
		'proxy' | 'database' | 'disk' | 'endpoint' | 'alarms' | 'metrics' | 'keys' | 'secret';
	readonly usdPerMonth: number;
}

/** What a stage costs a month without a file, line by line, in US dollars. Not rounded; without rotated keys and surplus credits. */
export function stageCost(
	{ usd }: Pick<RegionPrices, 'usd'>,
	{ databaseClass, zones }: StageShape,
): readonly StageCostLine[] {
	const hourly = (name: PriceName) => usd(name) * HOURS_PER_MONTH;
	return [
		{ name: 'proxy', usdPerMonth: hourly('proxy') * DATABASE_VCPUS },
		{ name: 'database', usdPerMonth: hourly(priceOfClass[databaseClass]) * zones },
		{ name: 'disk', usdPerMonth: usd('disk') * DATABASE_DISK_GB * zones },
		{ name: 'endpoint', usdPerMonth: hourly('endpoint') * zones },
		{ name: 'alarms', usdPerMonth: usd('alarmMetric') * ALARM_METRICS },
		{ name: 'metrics', usdPerMonth: usd('ownMetric') * OWN_METRICS },
		{ name: 'keys', usdPerMonth: usd('key') * KEYS },
		{ name: 'secret', usdPerMonth: usd('secret') },
	];
}

export function sumOf(lines: readonly { readonly usdPerMonth: number }[]): number {
	return lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}
