import { KEPT_COPY_DAYS, RESTORE_DAYS_DEFAULT } from '#contract/limits';
import type { StoredEntry } from '../../domain/entry.ts';
import { keepStep, type KeepStep } from '../../domain/keep-ready.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Repositories } from '../../ports/catalog.ts';
import type { KeepCheck } from '../../ports/keep-checks.ts';
import type { StoredVersion } from '../../ports/versions.ts';
import { inspectVersions } from '../../restoring/inspect-versions.ts';
import { crashPoint } from '../../runtime/crash-point.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import { locateEntries } from '../../visibility/visible-entries.ts';
import type { RestoresDeps } from '../deps.ts';

/** Checks taken at once, and entries read of the folders among them. */
const CHECKS = 50;
const ENTRIES = 200;
/** Versions read of the files of one step. */
const VERSIONS = 2000;
/** Requests to S3 at once; see `ask-files.ts`. */
const PARALLEL = 10;

type Deps = Pick<RestoresDeps, 'catalog' | 'store' | 'clock' | 'newId' | 'restorer'>;

/** A version with which S3 is to do otherwise. */
interface Work {
	readonly version: StoredVersion;
	readonly isWished: boolean;
	readonly step: Exclude<KeepStep, 'nothing'>;
}

interface Plan {
	readonly work: readonly Work[];
	/** How far each check has come by it; those with no more to read are over. */
	readonly reached: readonly { readonly check: KeepCheck; readonly isOver: boolean }[];
	/** Folders found on the way. */
	readonly found: readonly string[];
}

/**
 * One bounded step through what is to be checked of one person: answers how many versions it has told S3 of, undefined where nothing was
 * left. Throws `unavailable` where S3 does not answer; the same is then done again.
 */
export async function keepReadyStep(deps: Deps, ownerId: string): Promise<number | undefined> {
	const { catalog, restorer } = deps;
	const plan = await catalog.withLockedOwner(ownerId, (repositories, vault) =>
		planOf(deps, repositories, vault),
	);
	if (plan === undefined) return undefined;
	await inParallel(plan.work, PARALLEL, async ({ version, isWished, step }) => {
		const object = { key: version.objectKey, objectVersionId: version.s3VersionId };
		if (step === 'tell') await restorer.setStaysReady(object, isWished);
		// Bulk, as nothing is retrieved: only the last day of the copy changes.
		const days = isWished ? KEPT_COPY_DAYS : RESTORE_DAYS_DEFAULT;
		if (step !== 'tell') await restorer.restore(object, { tier: 'Bulk', days });
	});
	crashPoint('keep.afterTell');
	const copies = plan.work.filter(({ step }) => step !== 'tell').map(({ version }) => version);
	if (copies.length > 0) await inspectVersions(deps, ownerId, copies);
	await catalog.withLockedOwner(ownerId, (repositories, vault) =>
		record(repositories, vault, plan),
	);
	crashPoint('keep.afterRecord');
	return plan.work.length;
}

async function planOf(
	{ clock }: Deps,
	repositories: Repositories,
	vault: Vault,
): Promise<Plan | undefined> {
	const { ownerId } = vault;
	const checks = await repositories.keepChecks.next(ownerId, CHECKS);
	if (checks.length === 0) return undefined;
	const ids = checks.map(({ entryId }) => entryId);
	const entries = await repositories.entries.getMany(ownerId, ids);
	const folders = checks.filter(({ entryId }) => entries.get(entryId)?.kind === 'folder');
	const rows = await repositories.lists.below(
		ownerId,
		folders.map(({ entryId, readTo }) => ({ folderId: entryId, after: readTo })),
		ENTRIES,
	);
	// Folders are read in the order of their ids: the last one may go on, and those behind it have not begun.
	const last = rows.length < ENTRIES ? undefined : rows.at(-1);
	const reached = checks.map((check) => {
		if (entries.get(check.entryId)?.kind !== 'folder' || last === undefined) {
			return { check, isOver: true };
		}
		const isOver = check.entryId < last.item.parentId;
		const readTo = check.entryId === last.item.parentId ? last.position : check.readTo;
		return { check: { ...check, readTo }, isOver };
	});
	const below = rows.map(({ item }) => item);
	const work = await workOf(repositories, vault, {
		entries: [...entries.values(), ...below],
		now: clock.now(),
	});
	return {
		work,
		reached,
		found: below.filter(({ kind }) => kind === 'folder').map(({ id }) => id),
	};
}

interface Found {
	readonly entries: readonly StoredEntry[];
	readonly now: Date;
}

async function workOf(
	repositories: Repositories,
	vault: Vault,
	{ entries, now }: Found,
): Promise<readonly Work[]> {
	const files = entries.filter((entry) => entry.kind === 'file');
	const wished = await wishedVersions(repositories, vault, files);
	const work: Work[] = [];
	for (const some of chunksOf(files, 100)) {
		const ids = some.map(({ id }) => id);
		for (const version of await versionsOf(repositories, vault.ownerId, ids)) {
			const isWished = wished.has(version.id);
			const step = keepStep(version, isWished, now);
			if (step !== 'nothing') work.push({ version, isWished, step });
		}
	}
	return work;
}

async function versionsOf(
	repositories: Pick<Repositories, 'versions'>,
	ownerId: string,
	ids: readonly string[],
): Promise<readonly StoredVersion[]> {
	const found = await repositories.versions.ofEntries(ownerId, ids, VERSIONS);
	if (found.length < VERSIONS || ids.length === 1) return found;
	// A few of these have very many: no file may be left out for another.
	const half = Math.ceil(ids.length / 2);
	return [
		...(await versionsOf(repositories, ownerId, ids.slice(0, half))),
		...(await versionsOf(repositories, ownerId, ids.slice(half))),
	];
}

/** Ids of the current versions of those that are kept ready, by themselves or by a folder above. */
async function wishedVersions(
	{ tree }: Repositories,
	vault: Vault,
	entries: readonly StoredEntry[],
): Promise<ReadonlySet<string>> {
	const visible = await locateEntries(tree, vault, entries);
	const wished = new Set<string>();
	for (const { entry, keptBy } of visible.values()) {
		if (entry.kind === 'file' && (entry.keepsReady || keptBy !== null)) wished.add(entry.versionId);
	}
	return wished;
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
	for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}

async function record(repositories: Repositories, vault: Vault, plan: Plan): Promise<void> {
	const { ownerId } = vault;
	const { versions, keepChecks } = repositories;
	const entryIds = [...new Set(plan.work.map(({ version }) => version.entryId))];
	const entries = await repositories.entries.getMany(ownerId, entryIds);
	const wished = await wishedVersions(repositories, vault, [...entries.values()]);
	const told = plan.work.filter(({ step }) => step === 'tell');
	const isStill = ({ version, isWished }: Work) => wished.has(version.id) === isWished;
	for (const value of [true, false]) {
		const now = told.filter((each) => isStill(each) && each.isWished === value);
		await versions.setStaysReady(
			ownerId,
			now.map(({ version }) => version),
			value,
		);
	}
	// Wished otherwise meanwhile, and another run may have told S3 so before this one did: what S3 knows is unknown.
	const changed = plan.work.filter((each) => !isStill(each)).map(({ version }) => version);
	await versions.setStaysReady(ownerId, changed, null);
	for (const { check, isOver } of plan.reached) {
		if (isOver) await keepChecks.done(ownerId, check);
		else await keepChecks.readOn(ownerId, check);
	}
	// A restored copy of what was only just told is looked at once more.
	const copied = told
		.filter(({ version }) => version.restoredUntil !== null)
		.map(({ version }) => version);
	await keepChecks.ask(ownerId, [
		...plan.found,
		...[...changed, ...copied].map(({ entryId }) => entryId),
	]);
}
