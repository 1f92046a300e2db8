import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { againstLimit } from './against-limit.ts';
import { firstRequests } from './cold/first-requests.ts';
import { firstAnswer, type FirstAnswer, type Start } from './cold/fresh-process.ts';
import { buildReferences } from './cold/references.ts';
import { openColdStage, type ColdStage } from './cold/stage.ts';
import { compare, median, type Pace, type Result } from './compare.ts';

/** Of the time that the reference takes. */
const FIRST_SHARE = 0.4;
const WHOLE_SHARE = 0.45;
const MAX_BYTES = 200_000;

/** A request without a caller: the function wakes, loads what it has to, and answers without database or S3. */
const NOWHERE = {
	version: '2.0',
	rawPath: '/nowhere',
	rawQueryString: '',
	headers: {},
	requestContext: { http: { method: 'GET', path: '/nowhere' }, requestId: 'bench' },
	isBase64Encoded: false,
};

/** Called by S3, by the clock, by Cognito and by a deployment: all that they are asked is the real thing. */
const NO_ROUTES = new Set(['accountMails', 'manifest', 'migrate', 'onObjectEvent', 'sweep']);

/**
 * B13: a fresh process of each function, as it goes to Lambda, to its first answer of all, and to the answer of a first request that asks
 * database and S3. Each such answer is verified before its time counts. What of it the processor takes stands beside it.
 */
export async function benchCold({ rounds }: Pace): Promise<Result[]> {
	const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'));
	const stage = await openColdStage();
	try {
		const references = await buildReferences(folder);
		console.log(`cold: the reference has ${kilobytes(await gzippedBytes([references.whole]))}`);
		const environment = referenceEnvironment(stage);
		const reference = {
			first: () => timeOf({ file: references.first, environment, event: {} }),
			whole: () => referenceRequest(stage, { file: references.whole, environment, event: {} }),
		};
		const results: Result[] = [];
		for (const name of Object.keys(firstRequests)) {
			const { file, files, environment: own } = await functionOf(stage, name);
			if (!NO_ROUTES.has(name)) {
				results.push(
					await compare({
						name: 'cold',
						what: `first answer of ${name} (B13)`,
						targetRatio: 1 / FIRST_SHARE,
						rounds,
						reference: { name: 'defaults', run: reference.first },
						ours: { name, run: () => timeOf({ file, environment: own, event: NOWHERE }) },
					}),
				);
			}
			const spent: Spent = { ours: [], reference: [] };
			const what = `${name}, a first request with database and S3`;
			results.push(
				await compare({
					name: 'cold',
					what: `${what} (B13)`,
					targetRatio: 1 / WHOLE_SHARE,
					rounds,
					reference: {
						name: 'defaults',
						run: async () => noted(spent.reference, await reference.whole()),
					},
					ours: {
						name,
						run: async () =>
							noted(spent.ours, await firstRequestOf(stage, name, { file, environment: own })),
					},
				}),
				ofProcessor(`${what}, of the processor`, spent),
			);
			const weight = { name: 'cold', what: `all of ${name}, gzipped`, unit: 'bytes' } as const;
			results.push(againstLimit(weight, [await gzippedBytes(files)], MAX_BYTES));
		}
		return results;
	} finally {
		await stage.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function timeOf(start: Start): Promise<number> {
	return (await firstAnswer(start)).tookMs;
}

async function referenceRequest(stage: ColdStage, start: Start): Promise<FirstAnswer> {
	const { stack, person, objectKey, rootId, bytes } = stage;
	const event = { ownerId: person.sub, Bucket: stack.bucket, Key: objectKey };
	const first = await firstAnswer({ ...start, event });
	const { answer } = first;
	const { rootId: found, sizeBytes } = answer as { rootId: string; sizeBytes: number };
	if (found !== rootId || sizeBytes !== bytes.length)
		throw new Error(`The reference answered ${JSON.stringify(answer)}`);
	return first;
}

async function firstRequestOf(
	stage: ColdStage,
	name: string,
	start: Omit<Start, 'event'>,
): Promise<FirstAnswer> {
	const asked = await firstRequests[name]?.(stage);
	if (asked === undefined) throw new Error(`No request for ${name}`);
	const first = await firstAnswer({ ...start, event: asked.event });
	await asked.verify(first.answer);
	return first;
}

/** Milliseconds of the processor, run by run. */
interface Spent {
	readonly ours: number[];
	readonly reference: number[];
}

function noted(spent: number[], { tookMs, processorMs }: FirstAnswer): number {
	spent.push(processorMs);
	return tookMs;
}

function ofProcessor(what: string, { ours, reference }: Spent): Result {
	const ratios = reference.map((ms, run) => ms / (ours[run] ?? Number.NaN));
	return {
		name: 'cold',
		what,
		unit: 'ms',
		ours: median(ours),
		reference: median(reference),
		ratio: median(ratios),
		ratioMin: Math.min(...ratios),
		ratioMax: Math.max(...ratios),
		targetRatio: 1 / WHOLE_SHARE,
	};
}

/** It may read everything, as no role is made for it. */
function referenceEnvironment({ stack }: ColdStage): Record<string, string> {
	return {
		PATH: process.env.PATH ?? '',
		AWS_REGION: stack.region,
		AWS_ENDPOINT_URL_S3: stack.s3Url,
		AWS_ACCESS_KEY_ID: stack.rootKey.accessKeyId,
		AWS_SECRET_ACCESS_KEY: stack.rootKey.secretAccessKey,
		AWS_SESSION_TOKEN: stack.rootKey.sessionToken ?? '',
		DATABASE_URL: stack.databaseUrl,
	};
}

interface Bundle {
	/** That which is read first; a file that is read later has two dots: `handler.open-1A2B3C4D.mjs`. */
	readonly file: string;
	readonly files: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
}

async function functionOf({ stack }: ColdStage, name: string): Promise<Bundle> {
	const { bundleDir, environment } = stack.functionOptions(name);
	const found = await readdir(bundleDir, { recursive: true });
	const files = found.filter((file) => file.endsWith('.mjs')).map((file) => join(bundleDir, file));
	const [file = ''] = files.filter((each) => !basename(each, '.mjs').includes('.'));
	return { file, files, environment };
}

async function gzippedBytes(files: readonly string[]): Promise<number> {
	const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length));
	return sizes.reduce((sum, size) => sum + size);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB gz`;
