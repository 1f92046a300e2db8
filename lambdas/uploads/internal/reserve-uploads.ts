import { canonicalName } from '#contract/names';
import { foldName } from '../../domain/fold-name.ts';
import { RemainingQuota } from '../../domain/remaining-quota.ts';
import type { Upload } from '../../domain/upload.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Caller } from '../../ports/caller.ts';
import type { Repositories } from '../../ports/catalog.ts';
import { crashPoint } from '../../runtime/crash-point.ts';
import type { UploadsDeps } from '../deps.ts';
import {
	decideUpload,
	type AskedUpload,
	type BeginRequest,
	type Decision,
	type Namesake,
} from './decide-uploads.ts';

/** Decides on each file, in order, and reserves room for those that are to come, in one transaction. */
export async function reserveUploads(
	deps: UploadsDeps,
	caller: Caller,
	request: BeginRequest,
	{ state = 'open' }: { readonly state?: 'open' | 'copying' } = {},
): Promise<readonly Decision[]> {
	const decisions = await deps.catalog.withLockedVault(caller, (repositories, vault) =>
		decideAll(deps, { repositories, vault, request, state }),
	);
	crashPoint('begin.afterReserve');
	return decisions;
}

interface BeginInput {
	readonly repositories: Repositories;
	readonly vault: Vault;
	readonly request: BeginRequest;
	/** Of the batch, where this call is its first. */
	readonly state: 'open' | 'copying';
}

async function decideAll(
	{ clock, newId }: UploadsDeps,
	{ repositories, vault, request, state }: BeginInput,
): Promise<readonly Decision[]> {
	const { ownerId } = vault;
	const { batch, files } = request;
	const now = clock.now();
	const open = await repositories.batches.open({ ownerId, ...batch, state, now });
	if (open.fileCount !== batch.fileCount) throw new VaultError('idempotency_mismatch');
	const before = await repositories.uploads.byRef(
		ownerId,
		batch.id,
		files.map(({ ref }) => ref),
	);
	const begun = new Map(before);
	const around = {
		ownerId,
		batchId: batch.id,
		now,
		newId,
		begun,
		remainingQuota: new RemainingQuota(vault),
		liveFolderIds: await liveFolders(repositories, vault, files),
		namesake: await namesakes(repositories, vault, request),
	};
	const decisions: Decision[] = [];
	for (const asked of files) {
		const decision = decideUpload(asked, around);
		// The same ref twice in one call is a repeated request as well.
		if ('upload' in decision) begun.set(asked.ref, decision.upload);
		decisions.push(decision);
	}
	await record(repositories, { batchId: batch.id, before, begun });
	crashPoint('begin.beforeReserve');
	return decisions;
}

async function liveFolders(
	{ tree }: Repositories,
	vault: Vault,
	files: readonly AskedUpload[],
): Promise<ReadonlySet<string>> {
	const located = await tree.locate(vault, [...new Set(files.map(({ parentId }) => parentId))]);
	return new Set([...located].flatMap(([id, { place }]) => (place === 'vault' ? [id] : [])));
}

/** Who has the names asked for, where it matters: beside `keep-both` everybody has room. */
async function namesakes(
	repositories: Repositories,
	{ ownerId }: Vault,
	{ batch, files }: BeginRequest,
) {
	const found = new Map<string, Namesake>();
	const choosy = files.filter(({ onConflict }) => onConflict !== 'keep-both');
	for (const [parentId, asked] of Map.groupBy(choosy, (each) => each.parentId)) {
		const names = asked.flatMap(({ name }) => {
			const verdict = canonicalName(name);
			return verdict.ok ? [verdict.name] : [];
		});
		const there = await repositories.entries.namesakes(ownerId, parentId, names);
		const versionIds = [...there.values()].flatMap((entry) =>
			entry.kind === 'file' ? [entry.versionId] : [],
		);
		const versions = await repositories.versions.getMany(ownerId, versionIds);
		const uploads = await repositories.uploads.getMany(ownerId, versionIds);
		for (const [folded, entry] of there) {
			const versionId = entry.kind === 'file' ? entry.versionId : '';
			const checksum = versions.get(versionId)?.checksum;
			const sameBatch = uploads.get(versionId)?.batchId === batch.id;
			found.set(`${parentId}/${folded}`, { entry, checksum, sameBatch });
		}
	}
	return (parentId: string, foldedName: string) => found.get(`${parentId}/${foldName(foldedName)}`);
}

interface BegunUploads {
	readonly batchId: string;
	readonly before: ReadonlyMap<string, Upload>;
	readonly begun: ReadonlyMap<string, Upload>;
}

async function record(
	repositories: Repositories,
	{ batchId, before, begun }: BegunUploads,
): Promise<void> {
	const fresh = [...begun.values()].filter((upload) => before.get(upload.ref)?.id !== upload.id);
	const [first] = fresh;
	if (first === undefined) return;
	const { ownerId } = first;
	const retried = fresh.flatMap(({ ref }) => before.get(ref) ?? []);
	await repositories.uploads.giveUpRefs(
		ownerId,
		retried.map(({ id }) => id),
	);
	await repositories.uploads.insert(fresh);
	const pending = fresh.filter(({ state }) => state === 'pending');
	const reservedBytes = pending.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	await repositories.users.charge(ownerId, { reservedBytes, fileCount: pending.length });
	// A file that is tried again is not over any more; one that need not be sent is.
	const endedCount = fresh.length - pending.length - retried.length;
	await repositories.batches.advance(ownerId, batchId, { endedCount });
}
