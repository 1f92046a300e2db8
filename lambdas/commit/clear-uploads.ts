import { originalsOf } from '../domain/object-key.ts';
import type { Upload } from '../domain/upload.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { ObjectStore, ObjectVersion, VersionMarker } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { S3_PARALLEL } from './commit-deps.ts';

/** What one request to S3 deletes. */
const DELETED_AT_ONCE = 1000;
/** Requests that list; what lies on more pages the sweep finds by its check of each key. */
const PAGES_MAX = 50;

/**
 * Takes away what given-up uploads have left in S3. A courtesy: what S3 does not give up now, or what still
 * comes on an address that is good for some minutes more, the sweep finds later.
 */
export async function clearUploads(store: ObjectStore, ended: readonly Upload[]): Promise<void> {
	await inParallel(ended, S3_PARALLEL, async ({ objectKey: key, multipartId }) => {
		if (multipartId !== null) await asCourtesy(() => store.abortParts({ key, multipartId }));
	});
	for (const [ownerId, uploads] of Map.groupBy(ended, (upload) => upload.ownerId)) {
		const keys = uploads.map(({ objectKey }) => objectKey);
		await asCourtesy(() => clearKeys(store, originalsOf(ownerId), keys));
	}
}

async function asCourtesy(work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
	}
}

async function clearKeys(store: ObjectStore, prefix: string, keys: readonly string[]) {
	let found: ObjectVersion[] = [];
	for await (const version of versionsOf(store, prefix, keys)) {
		found.push(version);
		if (found.length < DELETED_AT_ONCE) continue;
		await store.deleteVersions(found);
		found = [];
	}
	if (found.length > 0) await store.deleteVersions(found);
	crashPoint('abort.afterDelete');
}

/**
 * Every version of these keys. Uploads of one batch lie side by side, as their ids begin with the time: one page mostly has them
 * all. Between keys that lie far apart nothing is listed.
 */
async function* versionsOf(
	store: ObjectStore,
	prefix: string,
	keys: readonly string[],
): AsyncGenerator<ObjectVersion> {
	const wanted = keys.toSorted();
	const isWanted = new Set(wanted);
	let from: VersionMarker = { key: justBefore(wanted[0] ?? prefix) };
	for (let pages = 0; pages < PAGES_MAX; pages++) {
		const { versions, next } = await store.pageOfVersions(prefix, from);
		yield* versions.filter(({ key }) => isWanted.has(key));
		if (next === undefined) return;
		// The key on which a page ends may go on on the next one.
		const ahead = wanted.find((key) => key >= next.key);
		if (ahead === undefined) return;
		from = justBefore(ahead) > next.key ? { key: justBefore(ahead) } : next;
	}
}

/** S3 lists what follows a marker: a key follows its own beginning, and no other key of ours lies between. */
function justBefore(key: string): string {
	return key.slice(0, -1);
}
