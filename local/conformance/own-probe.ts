import assert from 'node:assert/strict';
import type { S3EventRecord } from '../s3/server.ts';
import type { Probe } from './probe.ts';
import type { ConformanceTarget, OwnServer } from './target.ts';

/** Below it our server's bucket tells of events and lets objects age. */
export const PROBED_PREFIX = 'conformance/';

/** A probe that only our own server can be asked. */
export function own(
	name: string,
	required: boolean,
	run: (target: ConformanceTarget, server: OwnServer) => Promise<void>,
): Probe {
	return {
		name,
		required,
		ownServerOnly: true,
		run: async (target) => {
			assert.ok(target.own, 'this endpoint offers neither its clock nor its events');
			await run(target, target.own);
		},
	};
}

/** In the order of their delivery. */
export async function eventsOf(server: OwnServer, key: string): Promise<S3EventRecord[]> {
	const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
	const records = (await server.events()).map((each) => each.event.Records[0]);
	return records.filter((record) => record.s3.object.key === encoded);
}

/** The key of an object in the archive: 61 days old. */
export async function archive(target: ConformanceTarget, server: OwnServer): Promise<string> {
	const key = target.newKey();
	await target.put(key, 'cold');
	await server.advanceDays(61);
	assert.equal((await target.head(key)).StorageClass, 'GLACIER');
	return key;
}
