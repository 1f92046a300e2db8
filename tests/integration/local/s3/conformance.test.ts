import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startOwnServer, type RunningServer } from '../../../../local/conformance/own-server.ts';
import type { Probe } from '../../../../local/conformance/probe.ts';
import { runSuite, SUITE } from '../../../../local/conformance/suite.ts';
import { ConformanceTarget } from '../../../../local/conformance/target.ts';

let server: RunningServer;
let target: ConformanceTarget;

beforeAll(async () => {
	server = await startOwnServer();
	target = new ConformanceTarget(server.options);
});

afterAll(() => server.close());

for (const [subject, probes] of Object.entries(SUITE)) {
	describe(subject, () => {
		for (const probe of probes) {
			test(probe.name, () => probe.run(target));
		}
	});
}

function targetOf(endpoint: string): ConformanceTarget {
	return new ConformanceTarget({
		endpoint,
		region: 'us-east-1',
		bucket: 'anything',
		credentials: { accessKeyId: 'ANYONE', secretAccessKey: 'anything' },
	});
}

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return `http://127.0.0.1:${String(address.port)}`;
}

/** Answers 200 to everything. */
async function startYesServer(): Promise<ConformanceTarget> {
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', () => response.end());
	});
	const endpoint = await listen(server);
	onTestFinished(() => void server.close());
	return targetOf(endpoint);
}

/** A port that was free a moment ago. */
async function deadPort(): Promise<ConformanceTarget> {
	const server = createServer();
	const endpoint = await listen(server);
	await new Promise((resolve) => server.close(resolve));
	return targetOf(endpoint);
}

async function passing(
	lax: ConformanceTarget,
	probes: readonly Probe[],
): Promise<readonly string[]> {
	const names: string[] = [];
	for (const probe of probes) {
		await probe.run(lax).then(
			() => names.push(probe.name),
			() => undefined,
		);
	}
	return names;
}

test('finds a server out that refuses nothing', async () => {
	const refusals = Object.values(SUITE)
		.flat()
		.filter(({ name }) => /^(refuses|does not|answers 4)/.test(name));

	expect(await passing(await startYesServer(), refusals)).toEqual([]);
});

test('finds out that no server is there', async () => {
	expect(await passing(await deadPort(), Object.values(SUITE).flat())).toEqual([]);
});

test('says of a server that sends no message which status it answered', async () => {
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', () => response.writeHead(418).end());
	});
	const endpoint = await listen(server);
	onTestFinished(() => void server.close());
	const details: string[] = [];

	for await (const { probe, detail } of runSuite(targetOf(endpoint))) {
		if (probe.name === 'gives every PUT a version id and keeps the old bytes') details.push(detail);
	}

	expect(details).toEqual([expect.stringMatching(/^\w+, status 418$/)]);
});
