import { addVersions } from '../commit/add-versions.ts';
import { originalsOf, parseObjectKey } from '../domain/object-key.ts';
import { RemainingQuota } from '../domain/remaining-quota.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Vault } from '../domain/vault.ts';
import { COMPARED_AT_ONCE, orphansOf } from '../orphans/find-orphans.ts';
import { onBehalfOf } from '../ports/caller.ts';
import type { Catalog, Repositories } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import type { ListedVersion, ObjectStore, StoredObject } from '../ports/object-store.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { pagesOf } from '../runtime/pages.ts';
import { recoveredName, recoveryFolder } from './recovery-folder.ts';

export interface AdoptDeps {
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly newId: NewId;
}

/** What became of one original that no row names. */
export interface Adoption {
	readonly key: string;
	readonly sizeBytes: number;
	/** `would-adopt` where nothing was to be changed. */
	readonly outcome:
		| 'adopted'
		| 'would-adopt'
		| 'quota_exceeded'
		| 'too_many_files'
		| 'unknown-owner'
		| 'no-checksum';
}

export interface AdoptOptions {
	readonly ownerId: string;
	/** False: tells alone. */
	readonly adopts: boolean;
}

/** Requests to S3 at a time. */
const PARALLEL = 25;

/**
 * [Note: Adopted originals] Originals of one person that the catalog knows nothing of: neither a version nor an upload has
 * their id. Each upload has its row before its bytes, so such bytes are from a time that the database has lost, as after it was restored to an
 * earlier moment. They become files of their owner. Their names are lost: a version of a file that is there
 * becomes its current one, and everything else lies in a folder `Recovered DATE` at the top.
 *
 * Left alone is what was given up or deleted forever, as its upload is known and over; second versions of a key that a
 * row names; and what does not fit into the quota.
 */
export async function* adoptOrphans(
	deps: AdoptDeps,
	{ ownerId, adopts }: AdoptOptions,
): AsyncGenerator<Adoption> {
	const { store } = deps;
	for await (const page of pagesOf(store.listVersions(originalsOf(ownerId)), COMPARED_AT_ONCE)) {
		const unknown = newestOfKeys(await unknownAmong(deps, page));
		if (unknown.length === 0) continue;
		if (adopts) yield* await adopt(deps, ownerId, unknown);
		else yield* unknown.map((object) => adoptionOf(object, 'would-adopt'));
	}
}

/** No row has ever named them, as far as the catalog remembers. */
async function unknownAmong(
	{ catalog, store }: Pick<AdoptDeps, 'catalog' | 'store'>,
	page: readonly ListedVersion[],
): Promise<readonly ListedVersion[]> {
	const orphans = (await orphansOf({ catalog, store }, page)).filter(
		({ key, isMarker }) => !isMarker && parseObjectKey(key)?.kind === 'original',
	);
	const surplus = new Set(await catalog.ledger.surplus(orphans));
	return orphans.filter((object) => !surplus.has(object));
}

/** S3 lists the versions of a key newest first. */
function newestOfKeys(objects: readonly ListedVersion[]): readonly ListedVersion[] {
	const byKey = Map.groupBy(objects, ({ key }) => key);
	return [...byKey.values()].flatMap(([newest]) => newest ?? []);
}

interface FoundOriginal {
	readonly listed: ListedVersion;
	readonly object: StoredObject;
}

async function adopt(
	deps: AdoptDeps,
	ownerId: string,
	objects: readonly ListedVersion[],
): Promise<readonly Adoption[]> {
	const looked = await inParallel(objects, PARALLEL, async (listed) => ({
		listed,
		object: await deps.store.inspectObjectVersion(listed),
	}));
	try {
		return await deps.catalog.withLockedVault(onBehalfOf(ownerId), async (repositories, vault) => {
			// Asked again: another run may have been faster.
			const named = await repositories.ledger.namedKeys(objects.map(({ key }) => key));
			const quota = new RemainingQuota(vault);
			const adoptions: Adoption[] = [];
			const found: FoundOriginal[] = [];
			for (const { listed, object } of looked) {
				if (named.has(listed.key) || object === undefined) continue;
				const refusal =
					object.checksum === undefined ? 'no-checksum' : quota.take(object.sizeBytes);
				adoptions.push(adoptionOf(listed, refusal ?? 'adopted'));
				if (refusal === undefined) found.push({ listed, object });
			}
			await storeAll(deps, { repositories, vault }, found);
			return adoptions;
		});
	} catch (error) {
		const isUnknown =
			error instanceof VaultError && ['not_found', 'vault_deleted'].includes(error.code);
		if (!isUnknown) throw error;
		return objects.map((object) => adoptionOf(object, 'unknown-owner'));
	}
}

interface Locked {
	readonly repositories: Repositories;
	readonly vault: Vault;
}

async function storeAll(
	deps: AdoptDeps,
	{ repositories, vault }: Locked,
	found: readonly FoundOriginal[],
): Promise<void> {
	if (found.length === 0) return;
	const now = deps.clock.now();
	const parentId = await recoveryFolder(deps, { repositories, vault });
	const arrivals = found.map(({ listed, object }) => ({
		upload: { ...uploadOf(vault.ownerId, listed, object), parentId },
		object,
	}));
	await addVersions({ repositories, vault, newId: deps.newId, now }, arrivals);
	const usedBytes = found.reduce((sum, { object }) => sum + object.sizeBytes, 0);
	await repositories.users.charge(vault.ownerId, { usedBytes, fileCount: found.length });
}

function uploadOf(ownerId: string, { key, modifiedAt }: ListedVersion, object: StoredObject) {
	const place = parseObjectKey(key);
	if (place?.kind !== 'original') throw new Error(`${key} is no key of an original`);
	const { entryId, versionId: id } = place;
	const { contentType } = object;
	return {
		ownerId,
		id,
		entryId,
		name: recoveredName({ id, contentType, at: modifiedAt }),
		objectKey: key,
		contentType,
		modifiedAt: null,
		media: null,
	};
}

function adoptionOf({ key, sizeBytes }: ListedVersion, outcome: Adoption['outcome']): Adoption {
	return { key, sizeBytes, outcome };
}
