import type { StoredFile } from '../domain/entry.ts';
import type { Vault } from '../domain/vault.ts';
import { REQUEST_CLAIM_SECONDS, type EraseDeps } from '../erasure/erase-deps.ts';
import { eraseEntries } from '../erasure/erase-entries.ts';
import { eraseRows, markDeleting, type DeletedObject } from '../erasure/erase-versions.ts';
import { holds } from '../orphans/surplus.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { currentVersion, kindsOf } from '../visibility/current-version.ts';

/** What became of one version whose bytes are missing. */
export interface PurgedGhost {
	readonly ownerId: string;
	readonly versionId: string;
	/** Of the file; undefined where that is gone. */
	readonly name: string | undefined;
	readonly missingSince: Date;
	/**
	 * `version`: it went, and its file has another one. `file`: its file went with it, as it had no other. `there-again`:
	 * S3 has the bytes, and nothing was done. `would-purge`: nothing was to be changed.
	 */
	readonly outcome: 'version' | 'file' | 'there-again' | 'would-purge';
}

export interface PurgeOptions {
	/** Missing since before this. */
	readonly before: Date;
	/** One person alone. Default: all. */
	readonly ownerId?: string | undefined;
	/** False: tells alone. */
	readonly purges: boolean;
}

/** Rows read at a time. */
const PAGE = 100;
/** Versions of one file that are looked through for one whose bytes are there. */
const OTHERS_MAX = 500;

/**
 * Takes rows away that name what S3 has not had for longer than the grace: of a file with other versions the missing one, of
 * which the newest that is there becomes the current one; and else the file. S3 is asked once more about each. See
 * [Note: Ghosts] for why none of this happens by itself, and [Note: Deleting forever] for the order. Repeatable.
 */
export async function* purgeGhosts(
	deps: EraseDeps,
	{ before, ownerId, purges }: PurgeOptions,
): AsyncGenerator<PurgedGhost> {
	let page: readonly StoredVersion[];
	let after = '';
	do {
		page = await deps.catalog.versions.missing(before, { ownerId, after, limit: PAGE });
		for (const version of page) {
			const ghost = await settle(deps, version, purges);
			if (ghost !== undefined) yield ghost;
		}
		after = page.at(-1)?.id ?? after;
	} while (page.length === PAGE);
}

async function settle(
	deps: EraseDeps,
	version: StoredVersion,
	purges: boolean,
): Promise<PurgedGhost | undefined> {
	const { ownerId, entryId, id, missingSince } = version;
	if (missingSince === null) return undefined;
	const entry = await deps.catalog.entries.get(ownerId, entryId);
	const ghost = { ownerId, versionId: id, name: entry?.name, missingSince };
	const place = { key: version.objectKey, objectVersionId: version.s3VersionId };
	if (await holds(deps.store, place)) return { ...ghost, outcome: 'there-again' };
	if (!purges) return { ...ghost, outcome: 'would-purge' };
	const going = await deps.catalog.withLockedOwner(ownerId, (repositories, vault) =>
		takeOut({ ...deps, repositories, vault }, version),
	);
	switch (going?.what) {
		case undefined:
			return undefined;
		case 'file':
			await eraseEntries(deps, [going.file], { ownerId, hasTimeLeft: () => true });
			break;
		case 'version': {
			if ((await deps.store.deleteVersions(going.objects)).length > 0) return undefined;
			const ids = [id];
			await deps.catalog.withLockedOwner(ownerId, (repositories) =>
				eraseRows(deps, repositories, { ownerId, ids }),
			);
		}
	}
	return { ...ghost, outcome: going.what };
}

type Going =
	| { readonly what: 'version'; readonly objects: readonly DeletedObject[] }
	/** It lies in the purge folder now: what a run that dies here has left, the sweep erases. */
	| { readonly what: 'file'; readonly file: StoredFile };

interface Taking extends EraseDeps {
	readonly repositories: Repositories;
	readonly vault: Vault;
}

/** Undefined where the version is gone already, or goes by itself. */
async function takeOut(taking: Taking, { id }: StoredVersion): Promise<Going | undefined> {
	const { repositories, vault, clock } = taking;
	const { ownerId } = vault;
	const version = (await repositories.versions.getMany(ownerId, [id])).get(id);
	if (version === undefined || version.missingSince === null) return undefined;
	const file = await repositories.entries.get(ownerId, version.entryId);
	if (file?.kind === 'file') {
		if (file.parentId === vault.purgeId) return undefined;
		const others = await repositories.versions.ofEntry(ownerId, file.id, { limit: OTHERS_MAX });
		const other = others.find((each) => each.id !== id && each.missingSince === null);
		if (other === undefined) return { what: 'file', file: await hide(taking, file) };
		if (file.versionId === id) {
			const kinds = kindsOf(await repositories.derivatives.ofVersions(ownerId, [other.id]));
			const next = { ...file, ...currentVersion(other, kinds(other.id)) };
			await repositories.entries.replace(file, {
				...next,
				rev: file.rev + 1,
				updatedAt: clock.now(),
			});
		}
	}
	return { what: 'version', objects: await markDeleting(repositories, ownerId, [version]) };
}

/** As its owner would: into the trash, and out of it. */
async function hide({ repositories, vault, clock }: Taking, file: StoredFile): Promise<StoredFile> {
	const now = clock.now();
	const sweepAt = new Date(now.getTime() + REQUEST_CLAIM_SECONDS * 1000);
	if (file.parentId !== vault.trashId) {
		await repositories.entries.replace(file, {
			...file,
			parentId: vault.trashId,
			trashed: { at: now, fromId: file.parentId, fromPath: [], sweepAt },
			rev: file.rev + 1,
			updatedAt: now,
		});
	}
	await repositories.purges.hide(vault, { ids: [file.id], sweepAt, limit: 1 });
	const hidden = await repositories.entries.get(vault.ownerId, file.id);
	if (hidden?.kind !== 'file') throw new Error('a file was there a moment ago');
	return hidden;
}
