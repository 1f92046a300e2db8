/**
 * What AWS charges for what the vault does, in US dollars: the one table that every price on a screen, in a quote and in docs/costs.md
 * comes from. List prices before tax, without free tiers and discounts, so whatever is reckoned with them is an estimate and called one.
 *
 * A GB is 2^30 bytes, a month 730 hours. The regions us-east-2 and us-west-2 have the prices of us-east-1.
 */

/**
 * What a figure was compared with: `list` AWS's price list of the region, as a dated public excerpt has it; `bill` a public bill of the
 * region; `example` an example that AWS itself reckons; `page` AWS's price page, as others quote it. `unconfirmed`: none of these, so it may be
 * off by a fifth.
 */
type Evidence = 'list' | 'bill' | 'example' | 'page' | 'unconfirmed';

/** Dollars, the day of what they were last compared with (for `unconfirmed`: the day they were written down), and what that was. */
type Figure = readonly [usd: number, comparedOn: string, evidence: Evidence];

export interface PriceLine {
	readonly what: string;
	readonly per: string;
	readonly source: string;
	readonly 'us-east-1': Figure;
	readonly 'eu-central-1': Figure;
}

const S3 = 'https://aws.amazon.com/s3/pricing/';
const RDS = 'https://aws.amazon.com/rds/mysql/pricing/';
const PROXY = 'https://aws.amazon.com/rds/proxy/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const KMS = 'https://aws.amazon.com/kms/pricing/';
const GB_MONTH = 'GB and month';
const THOUSAND = '1,000';
const HOUR = 'hour';

export const priceTable = {
	standard: {
		what: 'S3 Standard, the first 50 TB',
		per: GB_MONTH,
		source: S3,
		'us-east-1': [0.023, '2026-08-07', 'list'],
		'eu-central-1': [0.0245, '2026-08-07', 'list'],
	},
	infrequent: {
		what: 'S3 Standard-IA',
		per: GB_MONTH,
		source: S3,
		'us-east-1': [0.0125, '2026-08-07', 'list'],
		'eu-central-1': [0.0135, '2026-08-07', 'list'],
	},
	glacier: {
		what: 'S3 Glacier Flexible Retrieval',
		per: GB_MONTH,
		source: S3,
		'us-east-1': [0.0036, '2026-06-18', 'page'],
		'eu-central-1': [0.00405, '2026-09-01', 'list'],
	},
	put: {
		what: 'PUT, COPY, POST, LIST',
		per: THOUSAND,
		source: S3,
		'us-east-1': [0.005, '2026-08-07', 'list'],
		'eu-central-1': [0.0054, '2026-08-07', 'list'],
	},
	get: {
		what: 'GET, HEAD and others',
		per: THOUSAND,
		source: S3,
		'us-east-1': [0.0004, '2026-08-07', 'list'],
		'eu-central-1': [0.00043, '2026-08-07', 'list'],
	},
	toInfrequent: {
		what: 'Moving to Standard-IA',
		per: '1,000 files',
		source: S3,
		'us-east-1': [0.01, '2026-08-07', 'list'],
		'eu-central-1': [0.01, '2026-08-07', 'list'],
	},
	toGlacier: {
		what: 'Moving to Glacier Flexible Retrieval',
		per: '1,000 files',
		source: S3,
		'us-east-1': [0.03, '2026-06-18', 'page'],
		'eu-central-1': [0.036, '2025-09-14', 'unconfirmed'],
	},
	infrequentRetrieval: {
		what: 'Reading from Standard-IA',
		per: 'GB',
		source: S3,
		'us-east-1': [0.01, '2026-06-18', 'page'],
		'eu-central-1': [0.01, '2025-09-14', 'unconfirmed'],
	},
	infrequentGet: {
		what: 'GET of a file in Standard-IA',
		per: THOUSAND,
		source: S3,
		'us-east-1': [0.001, '2026-08-07', 'list'],
		'eu-central-1': [0.001, '2026-08-07', 'list'],
	},
	restoreStandard: {
		what: 'Restoring at Standard',
		per: 'GB',
		source: S3,
		'us-east-1': [0.01, '2026-06-18', 'example'],
		'eu-central-1': [0.012, '2025-09-14', 'unconfirmed'],
	},
	restoreStandardRequests: {
		what: 'Requests to restore at Standard',
		per: THOUSAND,
		source: S3,
		'us-east-1': [0.05, '2026-06-18', 'example'],
		'eu-central-1': [0.06, '2025-09-14', 'unconfirmed'],
	},
	restoreExpedited: {
		what: 'Restoring at Expedited',
		per: 'GB',
		source: S3,
		'us-east-1': [0.03, '2026-06-18', 'example'],
		'eu-central-1': [0.036, '2025-09-14', 'unconfirmed'],
	},
	restoreExpeditedRequests: {
		what: 'Requests to restore at Expedited',
		per: THOUSAND,
		source: S3,
		'us-east-1': [10, '2026-06-18', 'example'],
		'eu-central-1': [12, '2025-09-14', 'unconfirmed'],
	},
	toInternet: {
		what: 'From S3 to the internet, after 100 GB a month',
		per: 'GB',
		source: S3,
		'us-east-1': [0.09, '2026-07-20', 'list'],
		'eu-central-1': [0.09, '2026-07-20', 'list'],
	},
	micro: {
		what: 'Database `db.t4g.micro`, in each zone',
		per: HOUR,
		source: RDS,
		'us-east-1': [0.016, '2026-11-30', 'page'],
		'eu-central-1': [0.019, '2026-11-30', 'unconfirmed'],
	},
	small: {
		what: 'Database `db.t4g.small`, in each zone',
		per: HOUR,
		source: RDS,
		'us-east-1': [0.032, '2026-11-30', 'page'],
		'eu-central-1': [0.037, '2026-11-30', 'list'],
	},
	medium: {
		what: 'Database `db.t4g.medium`, in each zone',
		per: HOUR,
		source: RDS,
		'us-east-1': [0.065, '2026-11-30', 'page'],
		'eu-central-1': [0.074, '2026-11-30', 'unconfirmed'],
	},
	large: {
		what: 'Database `db.t4g.large`, in each zone',
		per: HOUR,
		source: RDS,
		'us-east-1': [0.129, '2026-11-30', 'page'],
		'eu-central-1': [0.148, '2026-11-30', 'unconfirmed'],
	},
	memory: {
		what: 'Database `db.r8g.large`, in each zone',
		per: HOUR,
		source: RDS,
		'us-east-1': [0.24, '2026-11-30', 'unconfirmed'],
		'eu-central-1': [0.29, '2026-11-30', 'unconfirmed'],
	},
	surplusCredits: {
		what: 'Surplus CPU credits of `db.t4g`, in each zone',
		per: 'hour of a vCPU',
		source: 'https://aws.amazon.com/rds/instance-types/',
		'us-east-1': [0.075, '2026-11-30', 'example'],
		'eu-central-1': [0.075, '2026-11-30', 'example'],
	},
	disk: {
		what: 'Disk of the database, gp3, in each zone',
		per: GB_MONTH,
		source: RDS,
		'us-east-1': [0.115, '2026-06-01', 'page'],
		'eu-central-1': [0.137, '2026-11-30', 'bill'],
	},
	snapshot: {
		what: 'Snapshot of the database, beyond the size of the disk',
		per: GB_MONTH,
		source: RDS,
		'us-east-1': [0.095, '2026-06-01', 'page'],
		'eu-central-1': [0.103, '2026-11-30', 'unconfirmed'],
	},
	proxy: {
		what: 'RDS Proxy, for each vCPU of the database',
		per: HOUR,
		source: PROXY,
		'us-east-1': [0.015, '2026-11-30', 'list'],
		'eu-central-1': [0.018, '2026-11-30', 'unconfirmed'],
	},
	endpoint: {
		what: 'Endpoint of SNS, in each zone',
		per: HOUR,
		source: 'https://aws.amazon.com/privatelink/pricing/',
		'us-east-1': [0.01, '2026-07-24', 'list'],
		'eu-central-1': [0.012, '2026-07-24', 'list'],
	},
	alarmMetric: {
		what: 'Metric that an alarm watches',
		per: 'month',
		source: CLOUDWATCH,
		'us-east-1': [0.1, '2026-08-06', 'list'],
		'eu-central-1': [0.1, '2026-08-06', 'list'],
	},
	ownMetric: {
		what: 'Metric of our own',
		per: 'month',
		source: CLOUDWATCH,
		'us-east-1': [0.3, '2026-08-06', 'list'],
		'eu-central-1': [0.3, '2026-08-06', 'list'],
	},
	key: {
		what: 'Key in KMS; each of its first two rotations adds as much',
		per: 'month',
		source: KMS,
		'us-east-1': [1, '2026-11-30', 'bill'],
		'eu-central-1': [1, '2026-11-30', 'bill'],
	},
	signature: {
		what: 'Signature or decryption by KMS',
		per: '10,000',
		source: KMS,
		'us-east-1': [0.03, '2026-11-30', 'unconfirmed'],
		'eu-central-1': [0.03, '2026-11-30', 'unconfirmed'],
	},
	secret: {
		what: 'Secret',
		per: 'month',
		source: 'https://aws.amazon.com/secrets-manager/pricing/',
		'us-east-1': [0.4, '2026-11-30', 'page'],
		'eu-central-1': [0.4, '2026-11-30', 'bill'],
	},
	mail: {
		what: 'E-mail by SNS, after 1,000 a month',
		per: '100,000',
		source: 'https://aws.amazon.com/sns/pricing/',
		'us-east-1': [2, '2026-11-30', 'unconfirmed'],
		'eu-central-1': [2, '2026-11-30', 'unconfirmed'],
	},
} as const satisfies Readonly<Record<string, PriceLine>>;

export type PriceName = keyof typeof priceTable;
export type PricedRegion = 'us-east-1' | 'eu-central-1';
