import type { Endpoint, RequestOf, ResponseOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import * as search from '#contract/search';
import * as timeline from '#contract/timeline';
import * as totals from '#contract/totals';
import * as contract from '#contract/vault';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import type { Database } from '../../lambdas/adapters/mysql-catalog/database.ts';
import type { StoredFile } from '../../lambdas/domain/entry.ts';
import { VaultError } from '../../lambdas/domain/vault-error.ts';
import { onBehalfOf } from '../../lambdas/ports/caller.ts';
import type { Catalog } from '../../lambdas/ports/catalog.ts';
import type { UseCase } from '../../lambdas/ports/use-case.ts';
import { createFolder } from '../../lambdas/vault/create-folder.ts';
import type { VaultDeps } from '../../lambdas/vault/deps.ts';
import { ensureFolders } from '../../lambdas/vault/ensure-folders.ts';
import { getEntry } from '../../lambdas/vault/get-entry.ts';
import { getTotals } from '../../lambdas/vault/get-totals.ts';
import { getVaultTotals } from '../../lambdas/vault/get-vault-totals.ts';
import { listFolder } from '../../lambdas/vault/list-folder.ts';
import { listLargestFolders } from '../../lambdas/vault/list-largest-folders.ts';
import { listMonths } from '../../lambdas/vault/list-months.ts';
import { listTimeline } from '../../lambdas/vault/list-timeline.ts';
import { moveEntries } from '../../lambdas/vault/move-entries.ts';
import { openVault } from '../../lambdas/vault/open-vault.ts';
import { putBackEntries } from '../../lambdas/vault/put-back-entries.ts';
import { renameEntry } from '../../lambdas/vault/rename-entry.ts';
import { restoreVersion } from '../../lambdas/vault/restore-version.ts';
import { searchEntries } from '../../lambdas/vault/search-entries.ts';
import { trashEntries } from '../../lambdas/vault/trash-entries.ts';

/** A person with a vault of their own on the real database, who speaks as a browser would. */
export interface Person {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	readonly catalog: Catalog;
	readonly does: Verbs;
	/** A new folder's id. */
	folder(parentId: string, name: string): Promise<string>;
	/** Ids of new files, as if they had been uploaded. */
	files(parentId: string, names: readonly string[], facts?: FileFacts): Promise<readonly string[]>;
	namesIn(folderId: string): Promise<readonly string[]>;
}

type FileFacts = Partial<
	Pick<StoredFile, 'sizeBytes' | 'contentType' | 'modifiedAt' | 'media' | 'createdAt' | 'updatedAt'>
>;

type Verb<E extends Endpoint> = (input: RequestOf<E>) => Promise<ResponseOf<E>>;
type Verbs = ReturnType<typeof verbsOf>;

/** A new person or, by their id, one who is there already, through another container perhaps. */
export async function newPerson(database: Database, ownerId = uuidv7()): Promise<Person> {
	const catalog = mysqlCatalog(database);
	const does = verbsOf(catalog, ownerId);
	const { rootId, trashId } = await does.openVault({});
	return {
		ownerId,
		rootId,
		trashId,
		catalog,
		does,
		async folder(parentId, name) {
			return (await does.createFolder({ parentId, name })).folder.id;
		},
		async files(parentId, names, facts = {}) {
			const files = names.map((name) => newFile({ ownerId, parentId, name, ...facts }));
			await catalog.withLockedVault(onBehalfOf(ownerId), ({ entries }) => entries.insert(files));
			return files.map(({ id }) => id);
		},
		async namesIn(folderId) {
			return (await does.listFolder({ folderId })).entries.map(({ name }) => name);
		},
	};
}

/** The code it is refused with; undefined where it is not. */
export async function codeOf(attempt: Promise<unknown>): Promise<ErrorCode | undefined> {
	try {
		await attempt;
		return undefined;
	} catch (error) {
		if (error instanceof VaultError) return error.code;
		throw error;
	}
}

/** How often each outcome came, `ok` or a code. */
export async function tally(
	attempts: readonly Promise<unknown>[],
): Promise<Record<string, number>> {
	const codes = await Promise.all(attempts.map(async (attempt) => (await codeOf(attempt)) ?? 'ok'));
	const counts: Record<string, number> = {};
	for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
	return counts;
}

function verbsOf(catalog: Catalog, ownerId: string) {
	const deps: VaultDeps = {
		catalog,
		clock: { now: () => new Date() },
		newId: uuidv7,
		defaultQuotaBytes: 1_000_000,
	};
	const verb =
		<E extends Endpoint>(endpoint: E, useCase: UseCase<VaultDeps, E>): Verb<E> =>
		async (input) =>
			useCase(deps, onBehalfOf(ownerId), v.parse<E['request']>(endpoint.request, input));
	return {
		openVault: verb(contract.openVault, openVault),
		listFolder: verb(contract.listFolder, listFolder),
		createFolder: verb(contract.createFolder, createFolder),
		ensureFolders: verb(contract.ensureFolders, ensureFolders),
		listTimeline: verb(timeline.listTimeline, listTimeline),
		listMonths: verb(timeline.listMonths, listMonths),
		searchEntries: verb(search.searchEntries, searchEntries),
		getEntry: verb(contract.getEntry, getEntry),
		renameEntry: verb(contract.renameEntry, renameEntry),
		moveEntries: verb(contract.moveEntries, moveEntries),
		trashEntries: verb(contract.trashEntries, trashEntries),
		putBackEntries: verb(contract.putBackEntries, putBackEntries),
		restoreVersion: verb(contract.restoreVersion, restoreVersion),
		getTotals: verb(totals.getTotals, getTotals),
		getVaultTotals: verb(totals.getVaultTotals, getVaultTotals),
		listLargestFolders: verb(totals.listLargestFolders, listLargestFolders),
	};
}

function newFile(file: Pick<StoredFile, 'ownerId' | 'parentId' | 'name'> & FileFacts): StoredFile {
	const now = new Date();
	return {
		kind: 'file',
		id: uuidv7(),
		rev: 0,
		createdAt: now,
		updatedAt: now,
		trashed: null,
		keepsReady: false,
		versionId: uuidv7(),
		sizeBytes: 1,
		contentType: 'image/jpeg',
		storageClass: 'STANDARD',
		restoredUntil: null,
		readyAbout: null,
		missingSince: null,
		staysReady: false,
		hasThumb: false,
		hasPreview: false,
		modifiedAt: null,
		media: null,
		...file,
	};
}
