import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startOwnServer, type RunningServer } from '../../../../local/conformance/own-server.ts';
import { SUITE } from '../../../../local/conformance/suite.ts';
import { Target } from '../../../../local/conformance/target.ts';

let server: RunningServer;
let target: Target;

beforeAll(async () => {
	server = await startOwnServer();
	target = new Target(server.options);
});

afterAll(() => server.close());

for (const [subject, probes] of Object.entries(SUITE)) {
	describe(subject, () => {
		for (const probe of probes) {
			test(probe.name, () => probe.run(target));
		}
	});
}

/** A server that says yes to everything, which is what the suite is there to find out. */
async function startYesServer(): Promise<Target> {
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', () => response.end());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return new Target({
		endpoint: `http://127.0.0.1:${String(address.port)}`,
		region: 'us-east-1',
		bucket: 'anything',
		credentials: { accessKeyId: 'ANYONE', secretAccessKey: 'anything' },
	});
}

test('finds a server out that refuses nothing', async () => {
	const lax = await startYesServer();
	const believed: string[] = [];

	for (const probe of Object.values(SUITE).flat()) {
		if (!/^(refuses|does not|answers 4)/.test(probe.name)) continue;
		await probe.run(lax).then(
			() => believed.push(probe.name),
			() => undefined,
		);
	}

	expect(believed).toEqual([]);
});
