import { derivativesOf, originalsOf } from '../domain/object-key.ts';
import type { ListedVersion, ObjectStore } from '../ports/object-store.ts';

/** Versions that S3 holds of one person's objects, by key, newest first. */
export type HeldObjects = ReadonlyMap<string, readonly ListedVersion[]>;

export async function heldOriginals(store: ObjectStore, ownerId: string): Promise<HeldObjects> {
	return held(store, originalsOf(ownerId));
}

export async function heldDerivatives(store: ObjectStore, ownerId: string): Promise<HeldObjects> {
	return held(store, derivativesOf(ownerId));
}

async function held(store: ObjectStore, prefix: string): Promise<HeldObjects> {
	const found = new Map<string, ListedVersion[]>();
	for await (const version of store.listVersions(prefix)) {
		if (version.isMarker) continue;
		const same = found.get(version.key);
		if (same === undefined) found.set(version.key, [version]);
		else same.push(version);
	}
	return found;
}
