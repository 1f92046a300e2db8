import { VaultError } from '../../../lambdas/domain/vault-error.ts';
import { sha256 } from '../../support/uploader.ts';
import type { Uploader } from '../../support/world.ts';
import type { Known, Ledger } from './ledger.ts';

type Seen = Awaited<ReturnType<Uploader['does']['getEntry']>>;

/** What a vault and the ledger of its clients say differently, one line each. */
export async function* compare(vault: Uploader, ledger: Ledger): AsyncGenerator<string> {
	const there = new Map<string, Seen>();
	for (const top of [vault.rootId, vault.trashId]) {
		for await (const id of walk(vault, top))
			there.set(id, await vault.does.getEntry({ entryId: id }));
	}
	for (const known of ledger.known.values()) {
		yield* compareEntry(vault, known, there.get(known.id));
		if (known.isGone && (await isKnown(vault, known.id)))
			yield `${known.id} was deleted, and is known`;
	}
	let usedBytes = 0;
	for (const { entry, versions } of there.values()) {
		if (entry.kind !== 'file') continue;
		for (const { id, sizeBytes } of versions) {
			usedBytes += sizeBytes;
			const hash = await hashOf(vault, entry.id, id);
			if (!ledger.offered.has(hash)) yield `${entry.id} holds bytes that nothing sent`;
			if (ledger.givenUp.has(hash)) yield `${entry.id} holds an upload that was given up`;
		}
	}
	const usage = await vault.usage();
	if (usage.usedBytes !== usedBytes || usage.reservedBytes !== 0) {
		yield `the vault counts ${JSON.stringify(usage)}, its versions make ${String(usedBytes)} bytes`;
	}
}

async function* compareEntry(
	vault: Uploader,
	known: Known,
	seen: Seen | undefined,
): AsyncGenerator<string> {
	const { id, isDoomed, isGone } = known;
	if (isGone) {
		if (seen !== undefined) yield `${id} was deleted, and is listed`;
		return;
	}
	if (seen === undefined) {
		if (!isDoomed) yield `${id} (${known.name}) is lost`;
		return;
	}
	const { entry, versions, trashed } = seen;
	if (known.place === 'vault' && (entry.name !== known.name || entry.parentId !== known.parentId)) {
		yield `${id} is ${entry.name} in ${entry.parentId}, and was said to be ${known.name} in ${known.parentId}`;
	}
	if (known.place === 'trash' && !trashed) yield `${id} was trashed, and is in the vault`;
	for (const [versionId, hash] of known.versions) {
		if (!versions.some((version) => version.id === versionId)) {
			yield `${id} has lost its version ${versionId}`;
		} else if ((await hashOf(vault, id, versionId)) !== hash) {
			yield `${id} reads other bytes in its version ${versionId}`;
		}
	}
}

/** Ids of all entries below a folder. */
async function* walk(vault: Uploader, folderId: string): AsyncGenerator<string> {
	let cursor: string | null | undefined;
	do {
		const page = await vault.does.listFolder({ folderId, ...(cursor && { cursor }) });
		for (const { id, kind } of page.entries) {
			yield id;
			if (kind === 'folder') yield* walk(vault, id);
		}
		cursor = page.nextCursor;
	} while (cursor !== null);
}

async function isKnown(vault: Uploader, entryId: string): Promise<boolean> {
	try {
		await vault.does.getEntry({ entryId });
		return true;
	} catch (error) {
		if (error instanceof VaultError && error.code === 'not_found') return false;
		throw error;
	}
}

async function hashOf(vault: Uploader, entryId: string, versionId: string): Promise<string> {
	const wanted = { entryId, versionId, as: 'attachment' } as const;
	const { downloads } = await vault.can.signDownloads({ downloads: [wanted] });
	const [signed] = downloads;
	if (signed?.outcome !== 'ready') return JSON.stringify(signed);
	const response = await fetch(signed.url);
	return sha256(Buffer.from(await response.arrayBuffer()));
}
