import { storageClass } from '#contract/entries';
import * as v from 'valibot';
import type { StoredFile } from '../domain/entry.ts';
import { freeNames } from '../domain/free-names.ts';
import type { Upload } from '../domain/upload.ts';
import type { Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { StoredObject } from '../ports/object-store.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { currentVersion, kindsOf } from '../visibility/current-version.ts';

/** Bytes that S3 holds, and what they were sent as. */
export interface Arrival {
	readonly upload: Pick<
		Upload,
		| 'id'
		| 'ownerId'
		| 'entryId'
		| 'parentId'
		| 'name'
		| 'objectKey'
		| 'contentType'
		| 'modifiedAt'
		| 'media'
	>;
	readonly object: StoredObject;
}

interface Circumstances {
	readonly repositories: Repositories;
	readonly vault: Vault;
	readonly newId: () => string;
	readonly now: Date;
}

/**
 * Makes them versions of files, within a transaction that holds the vault, and answers with these files by upload id. What
 * the vault counts is the caller's to charge.
 */
export function addVersions(
	circumstances: Circumstances,
	arrived: readonly Arrival[],
): Promise<ReadonlyMap<string, StoredFile>> {
	return new Commit(circumstances).run(arrived);
}

/** Finds each upload its file: the one it is a new version of, or a new one under a free name. */
class Commit {
	readonly #repositories: Repositories;
	readonly #vault: Vault;
	readonly #newId: () => string;
	readonly #now: Date;
	/** Files that are to stay out of the archive. */
	readonly #kept: string[] = [];

	constructor({ repositories, vault, newId, now }: Circumstances) {
		this.#repositories = repositories;
		this.#vault = vault;
		this.#newId = newId;
		this.#now = now;
	}

	/** Answers with the files as they are afterwards, by upload id. */
	async run(arrived: readonly Arrival[]): Promise<ReadonlyMap<string, StoredFile>> {
		const { ownerId } = this.#vault;
		const ids = arrived.map(({ upload }) => upload.id);
		const derivatives = await this.#repositories.derivatives.ofVersions(ownerId, ids);
		const kinds = kindsOf(derivatives);
		const files = await this.#filesThere(arrived);
		const [added, fresh] = partition(arrived, ({ upload }) => files.live.has(upload.entryId));

		const versions: StoredVersion[] = [];
		const current = new Map(files.live);
		const changed = new Set<string>();
		for (const held of added) {
			const file = current.get(held.upload.entryId);
			if (file === undefined) throw new Error('a file was live a moment ago');
			const version = this.#versionOf(held, file.id);
			const shown = currentVersion(version, kinds(version.id));
			const next = { ...file, ...shown, rev: file.rev + 1, updatedAt: this.#now };
			current.set(file.id, next);
			changed.add(file.id);
			versions.push(version);
		}
		await this.#repositories.entries.replaceMany(
			[...changed].flatMap((id) => {
				const [before, after] = [files.live.get(id), current.get(id)];
				return before === undefined || after === undefined ? [] : [{ before, after }];
			}),
		);
		const made: StoredFile[] = [];
		for (const { version, place } of await this.#newPlaces(fresh, files.takenIds)) {
			made.push({ ...place, ...currentVersion(version, kinds(version.id)) });
			versions.push(version);
		}
		await this.#repositories.entries.insert(made);
		await this.#repositories.versions.insert(versions);
		await this.#repositories.keepChecks.ask(ownerId, this.#kept);
		for (const file of made) current.set(file.id, file);
		const stored = new Map<string, StoredFile>();
		for (const { id, entryId } of versions) {
			const file = current.get(entryId);
			if (file !== undefined) stored.set(id, file);
		}
		return stored;
	}

	/** Files that uploads are to be new versions of, if they still lie in the vault; and ids that cannot be given again. */
	async #filesThere(arrived: readonly Arrival[]) {
		const { ownerId } = this.#vault;
		const wanted = arrived.map(({ upload }) => upload.entryId);
		const there = await this.#repositories.entries.getMany(ownerId, wanted);
		const parentIds = new Set([...there.values()].map(({ parentId }) => parentId));
		const places = await this.#repositories.tree.locate(this.#vault, [...parentIds]);
		const live = new Map<string, StoredFile>();
		for (const entry of there.values()) {
			const isLive = places.get(entry.parentId)?.place === 'vault';
			if (entry.kind === 'file' && isLive) live.set(entry.id, entry);
			if (entry.keepsReady || places.get(entry.parentId)?.keptBy) this.#kept.push(entry.id);
		}
		return { live, takenIds: new Set(there.keys()) };
	}

	/** Where new files go, each with its first version. */
	async #newPlaces(fresh: readonly Arrival[], takenIds: Set<string>) {
		const { ownerId, rootId } = this.#vault;
		const wanted = new Set(fresh.map(({ upload }) => upload.parentId));
		const places = await this.#repositories.tree.locate(this.#vault, [...wanted]);
		// Its folder went into the trash while the bytes were on their way: nothing is lost, it lies on top.
		const folderOf = ({ upload }: Arrival) =>
			places.get(upload.parentId)?.place === 'vault' ? upload.parentId : rootId;
		const names = new Map<string, string>();
		for (const [parentId, held] of Map.groupBy(fresh, folderOf)) {
			const free = await freeNames(
				held.map(({ upload }) => upload.name),
				(some) => this.#repositories.entries.takenNames(ownerId, parentId, some),
			);
			held.forEach(({ upload }, i) => {
				const name = free[i];
				if (name !== undefined) names.set(upload.id, name);
			});
		}
		return fresh.map((held) => {
			const { upload } = held;
			const name = names.get(upload.id);
			if (name === undefined) throw new Error(`upload ${upload.id} was given no free name`);
			const id = takenIds.has(upload.entryId) ? this.#newId() : upload.entryId;
			takenIds.add(id);
			if (places.get(folderOf(held))?.keptBy) this.#kept.push(id);
			const place = {
				kind: 'file' as const,
				ownerId,
				id,
				parentId: folderOf(held),
				name,
				rev: 0,
				createdAt: this.#now,
				updatedAt: this.#now,
				trashed: null,
				keepsReady: false,
			};
			return { place, version: this.#versionOf(held, id) };
		});
	}

	#versionOf({ upload, object }: Arrival, entryId: string): StoredVersion {
		const { checksum } = object;
		if (checksum === undefined) throw new Error(`S3 keeps upload ${upload.id} without a checksum`);
		return {
			ownerId: upload.ownerId,
			entryId,
			id: upload.id,
			objectKey: upload.objectKey,
			s3VersionId: object.objectVersionId,
			sizeBytes: object.sizeBytes,
			checksum,
			contentType: upload.contentType,
			modifiedAt: upload.modifiedAt,
			media: upload.media,
			storageClass: v.parse(storageClass, object.storageClass),
			restoredUntil: null,
			readyAbout: null,
			missingSince: null,
			// Its form, or its upload in parts, has the tag that lets it go.
			staysReady: false,
			restoring: null,
			lookedAt: null,
			state: 'ready',
			createdAt: this.#now,
		};
	}
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
	return [items.filter(test), items.filter((item) => !test(item))];
}
