import type { keyPrefixes } from '../domain/object-key.ts';
import { parseObjectKey } from '../domain/object-key.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NamedObject, NamedObjectRepository } from '../ports/named-objects.ts';
import type { ListedVersion, ObjectStore } from '../ports/object-store.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { kindsOf } from '../visibility/current-version.ts';
import { holds } from './surplus.ts';

export interface GhostDeps {
	readonly catalog: Catalog;
	readonly namedObjects: NamedObjectRepository;
	readonly store: Pick<ObjectStore, 'listVersions'>;
	readonly clock: Clock;
	readonly hasTimeLeft: () => boolean;
}

/** Rows read at a time. */
const PAGE = 500;
/** Requests to S3 at a time. */
const PARALLEL = 25;

/**
 * [Note: Ghosts] A ghost is a row that names a version which S3 does not have. Rows stand in the order in which S3 lists
 * their keys, so the comparison finds ghosts by the listing that it reads anyway: for each page of S3 the rows in its
 * range are read, and one that names nothing on the page is a suspect. It may have come meanwhile, its versions may go
 * on on the next page, or it may stand elsewhere than its key says; so S3 is asked about its key before it counts.
 *
 * A derivative that is missing is taken back: its row goes and its file no longer says that there is one, so that it may be made
 * again. A version that is missing is written down with the moment at which that was first seen (`missing_since`), and its person
 * reads it. Nothing of it is deleted: it is said to be there where S3 has the version again.
 */
export class GhostFinder {
	readonly #deps: GhostDeps;
	readonly #kind: keyof typeof keyPrefixes;
	/** The position up to which rows were compared. */
	#after: string | undefined;

	constructor(deps: GhostDeps, kind: keyof typeof keyPrefixes) {
		this.#deps = deps;
		this.#kind = kind;
	}

	/** Of the rows up to the last key on this page. Pages come in S3's order. */
	async among(page: readonly ListedVersion[]): Promise<readonly NamedObject[]> {
		const upTo = page.findLast(({ key }) => this.#isPosition(key))?.key;
		return upTo === undefined ? [] : this.#between(upTo, page);
	}

	/** Of the rows behind the last page. */
	async behind(): Promise<readonly NamedObject[]> {
		return this.#between(undefined, []);
	}

	#isPosition(key: string): boolean {
		const kind = this.#kind === 'originals' ? 'original' : 'derivative';
		return parseObjectKey(key)?.kind === kind;
	}

	async #between(
		upTo: string | undefined,
		page: readonly ListedVersion[],
	): Promise<readonly NamedObject[]> {
		const listed = new Set(page.map(nameOf));
		const ghosts: NamedObject[] = [];
		let rows: readonly NamedObject[];
		do {
			const range = { kind: this.#kind, after: this.#after, upTo, limit: PAGE };
			rows = await this.#deps.namedObjects.between(range);
			ghosts.push(...(await lookFor(this.#deps, rows, listed)));
			this.#after = rows.at(-1)?.position ?? this.#after;
		} while (rows.length === PAGE && this.#deps.hasTimeLeft());
		if (rows.length < PAGE) this.#after = upTo ?? this.#after;
		return ghosts;
	}
}

async function lookFor(
	deps: GhostDeps,
	rows: readonly NamedObject[],
	listed: ReadonlySet<string>,
): Promise<readonly NamedObject[]> {
	const suspects = rows.filter((row) => !listed.has(nameOf(row)));
	const held = await inParallel(suspects, PARALLEL, (row) => holds(deps.store, row));
	const absent = suspects.filter((_row, i) => held[i] === false);
	// What was deleted meanwhile is missed by no row any more.
	const still = await deps.catalog.ledger.named(absent);
	const ghosts = absent.filter((row) => still.has(row));
	const missing = new Set<NamedObject>(ghosts);
	const isVersion = (row: NamedObject) => parseObjectKey(row.key)?.kind === 'original';
	await tell(
		deps,
		ghosts.filter((row) => isVersion(row) && row.missingSince === null),
		deps.clock.now(),
	);
	await tell(
		deps,
		rows.filter((row) => row.missingSince !== null && !missing.has(row)),
		null,
	);
	await takeBack(
		deps,
		ghosts.filter((row) => !isVersion(row)),
	);
	return ghosts;
}

async function takeBack(
	{ catalog }: Pick<GhostDeps, 'catalog'>,
	pictures: readonly NamedObject[],
): Promise<void> {
	for (const [ownerId, own] of Map.groupBy(pictures, (row) => row.ownerId)) {
		await ofKnownOwner(() =>
			catalog.withLockedOwner(ownerId, async ({ derivatives, entries, users }) => {
				const freedBytes = await derivatives.takeBack(ownerId, own);
				await users.charge(ownerId, { derivativeBytes: -freedBytes });
				const entryIds = own.map(({ entryId }) => entryId);
				const files = [...(await entries.getMany(ownerId, entryIds)).values()].filter(
					(entry) => entry.kind === 'file',
				);
				const versionIds = files.map(({ versionId }) => versionId);
				const kinds = kindsOf(await derivatives.ofVersions(ownerId, versionIds));
				for (const file of files) {
					const left = kinds(file.versionId);
					const [hasThumb, hasPreview] = [left.has('thumb'), left.has('preview')];
					if (hasThumb === file.hasThumb && hasPreview === file.hasPreview) continue;
					// The file itself has not changed, so its `rev` and its time stay.
					await entries.replace(file, { ...file, hasThumb, hasPreview });
				}
			}),
		);
	}
}

/** Not where the owner is unknown: fsck tells of such rows. */
async function ofKnownOwner(change: () => Promise<void>): Promise<void> {
	try {
		await change();
	} catch (error) {
		if (!(error instanceof VaultError) || error.code === 'unavailable') throw error;
	}
}

async function tell(
	{ catalog }: Pick<GhostDeps, 'catalog'>,
	rows: readonly NamedObject[],
	since: Date | null,
): Promise<void> {
	for (const [ownerId, own] of Map.groupBy(rows, (row) => row.ownerId)) {
		const versions = own.map(({ versionId: id, entryId }) => ({ id, entryId }));
		await setMissing({ catalog }, { ownerId, versions, since });
	}
}

interface Missing {
	readonly ownerId: string;
	readonly versions: readonly { readonly id: string; readonly entryId: string }[];
	/** Null: S3 has them again. */
	readonly since: Date | null;
}

/** Of the versions that are still there. */
export async function setMissing(
	{ catalog }: { readonly catalog: Pick<Catalog, 'withLockedOwner'> },
	{ ownerId, versions, since }: Missing,
): Promise<void> {
	await ofKnownOwner(() =>
		catalog.withLockedOwner(ownerId, (repositories) =>
			repositories.versions.setMissing(ownerId, versions, since),
		),
	);
}

function nameOf({
	key,
	objectVersionId,
}: {
	readonly key: string;
	readonly objectVersionId: string;
}) {
	return `${key}\n${objectVersionId}`;
}
