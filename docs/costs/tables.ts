import {
	priceTable,
	type PricedRegion,
	type PriceLine,
	type PriceName,
} from '#contract/price-table';
import { GB, pricesOf, restorePrice, storagePrice } from '#contract/prices';
import { restoreTiers } from '#contract/restore-tiers';
import {
	ALARM_METRICS,
	OWN_METRICS,
	stageCost,
	sumOf,
	type StageCostLine,
} from '#contract/stage-cost';

const regions = ['us-east-1', 'eu-central-1'] as const satisfies readonly PricedRegion[];
const virginia = pricesOf('us-east-1');

const MB = 1024 ** 2;
/** What is assumed of a vault: originals, and the two derivatives of each together. */
const ORIGINAL_BYTES = 3 * MB;
const DERIVATIVES_BYTES = 60 * 1024;
const VAULTS = [10_000, 1_000_000, 100_000_000] as const;

function idleTable(): string {
	const small = { databaseClass: 'db.t4g.micro', zones: 1 } as const;
	const production = { databaseClass: 'db.t4g.medium', zones: 2 } as const;
	const why: Record<StageCostLine['name'], readonly [line: string, reason: string]> = {
		proxy: [
			'RDS Proxy, 2 vCPU',
			'a hundred functions share a handful of connections; IAM instead of passwords',
		],
		database: ['Database', '`db.t4g.micro`, one zone; `db.t4g.medium` in two'],
		disk: ['Its disk, 20 GB gp3', 'the least gp3 takes; backups are free up to its size'],
		endpoint: [
			'SNS endpoint',
			'one zone, two zones: the only way out of the network, and it leads to our topic alone',
		],
		alarms: [`Alarms, ${String(ALARM_METRICS)} metrics`, 'each function more brings two or three'],
		metrics: [
			`Metrics of our own, ${String(OWN_METRICS)}`,
			'runs of the schedules, and what they find, which Lambda does not count; at most, as an hour without one is free',
		],
		keys: [
			'Keys in KMS, 2',
			'for alarms, as CloudWatch cannot use AWS’s own, and for thumbnails; that for alarms rotates every year, and costs a dollar more after each of its first two',
		],
		secret: ['Secret of the database’s owner', 'made and rotated by RDS'],
	};
	const columns = [
		stageCost(virginia, small),
		stageCost(virginia, production),
		stageCost(pricesOf('eu-central-1'), small),
		stageCost(pricesOf('eu-central-1'), production),
	];
	const rows = Object.entries(why).map(([name, [line, reason]]) => [
		line,
		...columns.map((lines) => cents(lines.find((each) => each.name === name)?.usdPerMonth ?? 0)),
		reason,
	]);
	return table(
		['Line', 'Small', 'Production', 'Small, Frankfurt', 'Production, Frankfurt', 'Why it is there'],
		[
			...rows,
			[
				'Cognito, API, Lambda, CloudFront, logs, dashboard',
				...columns.map(() => '0'),
				'nothing runs without requests; the 12,000 runs of the schedules are cents',
			],
			['**Together**', ...columns.map((lines) => `**${sumOf(lines).toFixed(0)}**`), ''],
		],
		['left', 'right', 'right', 'right', 'right', 'left'],
	);
}

function filesTable(): string {
	const { usd } = virginia;
	const a = (storageClass: string, sizeBytes = ORIGINAL_BYTES) =>
		storagePrice(virginia, { storageClass, sizeBytes });
	const each = (perThousand: number) => perThousand / 1000;
	const derivatives = a('STANDARD', DERIVATIVES_BYTES);
	const lines: readonly (readonly [string, ((files: number) => number) | undefined])[] = [
		['Stored in their first month (Standard)', (files) => files * a('STANDARD')],
		['In the second (Standard-IA)', (files) => files * a('STANDARD_IA')],
		['From the third on (Glacier Flexible Retrieval)', (files) => files * a('GLACIER')],
		['Thumbnails and previews, always Standard', (files) => files * derivatives],
		['Database beyond the idle cost', (files) => databaseBeyond(files)],
		[
			'**A month, all of it older than 60 days**',
			(files) => files * (a('GLACIER') + derivatives) + databaseBeyond(files),
		],
		[
			'Once, to upload them: a PUT each and two for its derivatives',
			(files) => files * each(usd('put')) * 3,
		],
		['Once, for the functions that hear of it', (files) => files * 5e-6],
		[
			'Once, to move them until they are archived',
			(files) => files * each(usd('toInfrequent') + usd('toGlacier')),
		],
		[
			'Once, to restore all at Standard for a week, for a move elsewhere',
			(files) =>
				restorePrice(
					virginia,
					{ retrieved: { files, bytes: files * ORIGINAL_BYTES }, extended: { files: 0, bytes: 0 } },
					{ tier: 'Standard', days: 7 },
				).totalUsd,
		],
		[
			'Once, to download all, after 100 GB',
			(files) => Math.max(0, gb(files) - 100) * usd('toInternet'),
		],
	];
	return table(
		['', ...VAULTS.map(filesInWords)],
		[
			['Bytes', ...VAULTS.map((files) => `${rounded(gb(files))} GB`)],
			...lines.map(([line, of]) => {
				const isTotal = line.startsWith('**');
				return [
					line,
					...VAULTS.map((files) =>
						isTotal ? `**${rounded(of?.(files) ?? 0)}**` : rounded(of?.(files) ?? 0),
					),
				];
			}),
		],
		['left', 'right', 'right', 'right'],
	);
}

const gb = (files: number) => (files * ORIGINAL_BYTES) / GB;

/** Of us-east-1, one zone: the class that holds the indexes, and 2 KB of disk for each file beyond the 20 GB. */
function databaseBeyond(files: number): number {
	const { usd } = virginia;
	const disk = Math.max(0, (files * 2048) / GB - 20) * usd('disk');
	const bigger = files > 10_000_000 ? (usd('memory') - usd('micro')) * 730 : 0;
	return disk + bigger;
}

function restoresTable(): string {
	const times = { Bulk: '5 to 12 h', Standard: '3 to 5 h', Expedited: '1 to 5 min' };
	const week = (tier: (typeof restoreTiers)[number], files: number, gigabytes: number) =>
		restorePrice(
			virginia,
			{ retrieved: { files, bytes: gigabytes * GB }, extended: { files: 0, bytes: 0 } },
			{ tier, days: 7 },
		).totalUsd;
	return table(
		['Tier', 'Time', 'Per GB', 'Per 1,000 files', '300 files, 1 GB', '10,000 files, 30 GB'],
		restoreTiers.map((tier) => {
			const { perGb, perThousandRequests } = virginia.retrieval[tier];
			return [
				tier,
				times[tier],
				plain(perGb),
				plain(perThousandRequests),
				cents(week(tier, 300, 1)),
				tier === 'Expedited' ? 'not offered' : cents(week(tier, 10_000, 30)),
			];
		}),
		['left', 'left', 'right', 'right', 'right', 'right'],
	);
}

function pricesTable(): string {
	const names = Object.keys(priceTable) as PriceName[];
	return table(
		['What', 'Per', ...regions.flatMap((region) => [`\`${region}\``, 'Compared'])],
		names.map((name) => {
			const line: PriceLine = priceTable[name];
			const figures = regions.flatMap((region) => {
				const [usd, comparedOn, evidence] = line[region];
				return [plain(usd), `${evidence}, ${comparedOn}`];
			});
			return [`[${line.what}](${line.source})`, line.per, ...figures];
		}),
		['left', 'left', 'right', 'left', 'right', 'left'],
	);
}

/** As it is in the table: 0.00405, 10, 0. */
const plain = (usd: number) =>
	usd === 0 || usd >= 1 ? String(usd) : usd.toFixed(5).replace(/0+$/, '');
const cents = (usd: number) => usd.toFixed(2);
/** Two digits are all that such an estimate can say: 0.12, 14, 1,500. */
function rounded(amount: number): string {
	if (amount < 0.005) return '0';
	const digits = amount < 10 ? amount.toPrecision(2) : String(Number(amount.toPrecision(2)));
	return Number(digits) >= 1000 ? Number(digits).toLocaleString('en-US') : digits;
}

function filesInWords(files: number): string {
	return files >= 1e6 ? `${String(files / 1e6)} million` : `${String(files / 1000)} thousand files`;
}

type Align = 'left' | 'right';

function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
	aligns: readonly Align[],
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [
		line(head),
		line(aligns.map((align) => (align === 'left' ? '---' : '---:'))),
		...rows.map(line),
	].join('\n');
}

/** The tables of docs/costs.md by the name of the place they stand in, each as Markdown. */
export const tables: Readonly<Record<string, string>> = {
	idle: idleTable(),
	files: filesTable(),
	restores: restoresTable(),
	prices: pricesTable(),
};
