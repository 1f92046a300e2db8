import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cleanUp, createBucket, deleteBucket } from './conformance/bucket.ts';
import { startOwnServer } from './conformance/own-server.ts';
import { runSuite, type ProbeResult } from './conformance/suite.ts';
import { ConformanceTarget } from './conformance/target.ts';

const USAGE = `npm run conformance -- [--endpoint URL [--bucket NAME] [--region NAME]]

Probes what CloudVault asks of an S3 endpoint, each request as the product makes it. Keys come from AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. A bucket given by name must have versioning on;
otherwise one is made and removed again. Without an endpoint our own server is probed.

Example: npm run conformance -- --endpoint http://127.0.0.1:9000`;

interface ProbedServer {
	readonly target: ConformanceTarget;
	readonly close: () => Promise<void>;
}

interface Arguments {
	readonly endpoint: string;
	readonly bucket: string | undefined;
	readonly region: string;
}

async function ownTarget(): Promise<ProbedServer> {
	const server = await startOwnServer();
	return { target: new ConformanceTarget(server.options), close: () => server.close() };
}

async function foreignTarget({ endpoint, bucket, region }: Arguments): Promise<ProbedServer> {
	const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
	if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
		throw new Error('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for that endpoint.');
	}
	const name = bucket ?? `cloudvault-conformance-${randomBytes(6).toString('hex')}`;
	const target = new ConformanceTarget({
		endpoint: endpoint.replace(/\/$/, ''),
		region,
		bucket: name,
		credentials: {
			accessKeyId: AWS_ACCESS_KEY_ID,
			secretAccessKey: AWS_SECRET_ACCESS_KEY,
			...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
		},
	});
	if (bucket === undefined) await createBucket(target.client, name);
	return {
		target,
		close: async () => {
			await cleanUp(target);
			if (bucket === undefined) await deleteBucket(target.client, name);
		},
	};
}

function printResult({ probe, outcome, detail }: ProbeResult): void {
	const kind = probe.required ? 'required' : 'optional';
	console.log(`  ${outcome.padEnd(10)}  ${kind}  ${probe.name}`);
	if (detail !== '') console.log(`${' '.repeat(24)}${detail}`);
}

/** Whether every required probe that could be tried succeeded. */
async function probe({ target }: ProbedServer): Promise<boolean> {
	const counts = { ok: 0, failed: 0, 'not probed': 0 };
	let subject = '';
	let requiredFailures = 0;
	for await (const result of runSuite(target)) {
		if (result.subject !== subject) console.log(`\n${result.subject}`);
		subject = result.subject;
		printResult(result);
		counts[result.outcome]++;
		if (result.outcome === 'failed' && result.probe.required) requiredFailures++;
	}
	const { ok, failed, 'not probed': untried } = counts;
	console.log(
		`\n${target.endpoint}: ${String(ok)} ok, ${String(failed)} failed ` +
			`(${String(requiredFailures)} of them required), ${String(untried)} not probed`,
	);
	return requiredFailures === 0;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			endpoint: { type: 'string' },
			bucket: { type: 'string' },
			region: { type: 'string', default: process.env.AWS_REGION ?? 'us-east-1' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const { endpoint, bucket, region } = values;
	const server =
		endpoint === undefined ? await ownTarget() : await foreignTarget({ endpoint, bucket, region });
	try {
		if (!(await probe(server))) process.exitCode = 1;
	} finally {
		await server.close();
	}
}

await main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
