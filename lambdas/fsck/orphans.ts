import { keyPrefixes } from '../domain/object-key.ts';
import { forgottenParts, orphansOf, pagesOf, type OrphanDeps } from '../orphans/find-orphans.ts';
import type { Finding } from './finding.ts';

/** Objects without a row: versions, delete markers, and uploads in parts, older than `oldEnough`. */
export async function* findOrphans(deps: OrphanDeps, oldEnough: Date): AsyncGenerator<Finding> {
	for (const prefix of Object.values(keyPrefixes)) {
		for await (const page of pagesOf(deps.store.listVersions(prefix))) {
			const old = page.filter(({ modifiedAt }) => modifiedAt < oldEnough);
			for (const { key, objectVersionId, isMarker } of await orphansOf(deps, old)) {
				const what = isMarker ? 'a delete marker' : 'bytes';
				const message = `S3 holds ${what} that no row names, version ${objectVersionId}`;
				yield { kind: 'orphan', subject: key, message };
			}
		}
		for await (const page of pagesOf(deps.store.listOpenUploads(prefix))) {
			const old = page.filter(({ startedAt }) => startedAt < oldEnough);
			for (const { key } of await forgottenParts(deps, old)) {
				const message = 'S3 holds an open upload in parts that nobody waits for';
				yield { kind: 'orphan', subject: key, message };
			}
		}
	}
}
