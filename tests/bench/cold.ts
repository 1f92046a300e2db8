import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { compare, type Result } from './compare.ts';

const run = promisify(execFile);

/** What somebody would write who thinks of nothing: SDK, presigner and driver by esbuild's defaults. */
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

/** A request nobody may make: the function wakes, loads everything, and answers without database or S3. */
const EVENT = JSON.stringify({
	version: '2.0',
	rawPath: '/nowhere',
	rawQueryString: '',
	headers: {},
	requestContext: { http: { method: 'GET', path: '/nowhere' }, requestId: 'bench' },
	isBase64Encoded: false,
});

const ANSWERS_REQUESTS = new Set([
	'vault',
	'uploads',
	'downloads',
	'derivatives',
	'purge',
	'notifications',
	'health',
	'databaseHealth',
]);

const environment = {
	AWS_REGION: 'eu-central-1',
	AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
	AWS_SECRET_ACCESS_KEY: 'opens-nothing',
	DATABASE_URL: 'mysql://vault:x@127.0.0.1:9/cloudvault',
	BUCKET: 'bench',
	TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:bench',
	SITE_ORIGIN: 'https://vault.example.com',
	KEY_ID: 'bench',
	KEY_PAIR_ID: 'bench',
	ALARM_TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:bench',
	ALARM_PREFIX: 'bench-',
	ALARMS: 'one',
	SCHEDULES: 'one',
	PATH: process.env.PATH ?? '',
};

/**
 * Milliseconds from the first line of a fresh process to its first answer. What Node takes until then is
 * the same for both sides, and on Lambda it is not ours.
 */
async function firstAnswer(bundle: string): Promise<number> {
	const program = `const started=performance.now();const {handler}=await import(${JSON.stringify(bundle)});await handler(${EVENT},{awsRequestId:'bench'});process.stdout.write('\\n'+(performance.now()-started),()=>process.exit(0))`;
	const args = ['--input-type=module', '-e', program];
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

/** Bundles as they go to Lambda, out of their zips: [function, file]. */
async function unpack(folder: string): Promise<[name: string, file: string][]> {
	const zips = (await readdir('.serverless')).filter((file) => file.endsWith('.zip'));
	const bundles: [string, string][] = [];
	for (const zip of zips) {
		const name = basename(zip, '.zip');
		for (const [path, bytes] of Object.entries(
			unzipSync(await readFile(join('.serverless', zip))),
		)) {
			const file = join(folder, name, path);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, bytes);
			if (path.includes('handlers/')) bundles.push([name, file]);
		}
	}
	if (bundles.length === 0) throw new Error('Nothing is packaged: run `npm run package` first.');
	return bundles;
}

const kilobytes = async (file: string): Promise<string> =>
	`${(gzipSync(await readFile(file)).length / 1000).toFixed(0)} kB gz`;

/** B13: a fresh process to its first answer, for every function that answers requests. */
export async function benchCold(): Promise<Result[]> {
	const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'));
	try {
		const reference = await buildReference(folder);
		console.log(`cold: the reference has ${await kilobytes(reference)}`);
		const results: Result[] = [];
		for (const [name, bundle] of await unpack(folder)) {
			if (!ANSWERS_REQUESTS.has(name)) continue;
			const what = `first answer of ${name} (B13), ${await kilobytes(bundle)}`;
			results.push(
				await compare({
					name: 'cold',
					what,
					targetRatio: 2.5,
					ours: { name, run: () => firstAnswer(bundle) },
					reference: { name: 'defaults', run: () => firstAnswer(reference) },
				}),
			);
		}
		return results;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
