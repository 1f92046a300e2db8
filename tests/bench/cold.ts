import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { againstLimit } from './against-limit.ts';
import { compare, type Pace, type Result } from './compare.ts';

const run = promisify(execFile);

/** Of the time that the reference takes. */
const FIRST_SHARE = 0.4;
const WHOLE_SHARE = 0.45;
const MAX_BYTES = 200_000;

/** The usual way to write it: SDK, presigner and driver by esbuild's defaults. */
const REFERENCE = `
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import mysql from 'mysql2/promise';
const pool = mysql.createPool({ host: '127.0.0.1', port: 9, user: 'x' });
const client = new S3Client({});
export async function handler() {
	const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
	await pool.end();
	return { statusCode: 200, body: url };
}
`;

/** A request without a caller: the function wakes, loads everything, and answers without database or S3. */
const EVENT = JSON.stringify({
	version: '2.0',
	rawPath: '/nowhere',
	rawQueryString: '',
	headers: {},
	requestContext: { http: { method: 'GET', path: '/nowhere' }, requestId: 'bench' },
	isBase64Encoded: false,
});

/** Called by S3, by the clock and by a deployment: their first answer is a matter of the database, so they only load. */
const NO_ROUTES = new Set(['manifest', 'migrate', 'onObjectEvent', 'sweep']);

const environment = {
	AWS_REGION: 'eu-central-1',
	AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
	AWS_SECRET_ACCESS_KEY: 'opens-nothing',
	DATABASE_URL: 'mysql://vault:x@127.0.0.1:9/cloudvault',
	BUCKET: 'bench',
	BUCKET_URL: 'https://bench.s3.eu-central-1.amazonaws.com/',
	TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:bench',
	SITE_ORIGIN: 'https://vault.example.com',
	KEY_ID: 'bench',
	KEY_PAIR_ID: 'bench',
	ALARM_TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:bench',
	ALARM_PREFIX: 'bench-',
	ALARMS: 'one',
	SCHEDULES: 'one',
	DATABASE_CLASS: 'db.t4g.micro',
	ZONES: '1',
	USER_POOL_ID: 'eu-central-1_bench',
	PATH: process.env.PATH ?? '',
};

interface Start {
	/** Files that are read later on, read at once. */
	readonly others?: readonly string[];
	/** Whether it is asked something, or only loads. */
	readonly asked?: boolean;
}

/**
 * Milliseconds from the first line of a fresh process to its first answer. What Node takes until then is
 * the same for both sides, and on Lambda it is not ours.
 */
async function start(bundle: string, { others = [], asked = true }: Start = {}): Promise<number> {
	const program = [
		'const started = performance.now();',
		`const { handler } = await import(${JSON.stringify(bundle)});`,
		...(asked ? [`await handler(${EVENT}, { awsRequestId: 'bench' });`] : []),
		...others.map((file) => `await import(${JSON.stringify(file)});`),
		"process.stdout.write('\\n' + (performance.now() - started), () => process.exit(0));",
	];
	const args = ['--input-type=module', '-e', program.join('\n')];
	const { stdout } = await run(process.execPath, args, { env: environment });
	return Number(stdout.slice(stdout.lastIndexOf('\n') + 1));
}

async function buildReference(folder: string): Promise<string> {
	const outfile = join(folder, 'reference.cjs');
	await build({
		stdin: { contents: REFERENCE, resolveDir: process.cwd() },
		bundle: true,
		platform: 'node',
		target: 'node24',
		outfile,
		logLevel: 'error',
	});
	return outfile;
}

interface Bundle {
	readonly name: string;
	readonly file: string;
	/** Clients of the SDK, which it reads when it first needs them. */
	readonly others: readonly string[];
}

/** Bundles as they go to Lambda, out of their zips. */
async function unpack(folder: string): Promise<Bundle[]> {
	const zips = (await readdir('.serverless')).filter((file) => file.endsWith('.zip'));
	if (zips.length === 0) throw new Error('Nothing is packaged: run `npm run package` first.');
	return Promise.all(
		zips.map(async (zip) => {
			const name = basename(zip, '.zip');
			const files: string[] = [];
			const unzipped = unzipSync(await readFile(join('.serverless', zip)));
			for (const [path, bytes] of Object.entries(unzipped)) {
				const file = join(folder, name, path);
				await mkdir(dirname(file), { recursive: true });
				await writeFile(file, bytes);
				files.push(file);
			}
			// A file that is read later has two dots: `uploads.open-1A2B3C4D.mjs`.
			const [file = ''] = files.filter((each) => !basename(each, '.mjs').includes('.'));
			return { name, file, others: files.filter((each) => each !== file) };
		}),
	);
}

async function gzippedBytes(...files: readonly string[]): Promise<number> {
	const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length));
	return sizes.reduce((sum, size) => sum + size);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB gz`;

/** B13: a fresh process to its first answer, and to all that its first request reads. */
export async function benchCold({ rounds }: Pace): Promise<Result[]> {
	const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'));
	try {
		const defaults = await buildReference(folder);
		console.log(`cold: the reference has ${kilobytes(await gzippedBytes(defaults))}`);
		const reference = { name: 'defaults', run: () => start(defaults) };
		const results: Result[] = [];
		for (const { name, file, others } of await unpack(folder)) {
			const asked = !NO_ROUTES.has(name);
			const sizeBytes = await gzippedBytes(file, ...others);
			const against = { name: 'cold', reference, rounds };
			results.push(
				await compare({
					...against,
					what: `${asked ? 'first answer' : 'start'} of ${name} (B13)`,
					targetRatio: 1 / FIRST_SHARE,
					ours: { name, run: () => start(file, { asked }) },
				}),
			);
			const weight = { name: 'cold', what: `all of ${name}, gzipped`, unit: 'bytes' } as const;
			results.push(againstLimit(weight, [sizeBytes], MAX_BYTES));
			if (others.length === 0) continue;
			results.push(
				await compare({
					...against,
					what: `${name} with what its first request reads (B13)`,
					targetRatio: 1 / WHOLE_SHARE,
					ours: { name, run: () => start(file, { others, asked }) },
				}),
			);
		}
		return results;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
