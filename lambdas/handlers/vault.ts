import * as contract from '#contract/vault';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { createFolder } from '../usecases/create-folder.ts';
import { ensureFolders } from '../usecases/ensure-folders.ts';
import { getEntry } from '../usecases/get-entry.ts';
import { listFolder } from '../usecases/list-folder.ts';
import { listTimeline } from '../usecases/list-timeline.ts';
import { moveEntries } from '../usecases/move-entries.ts';
import { openVault } from '../usecases/open-vault.ts';
import { renameEntry } from '../usecases/rename-entry.ts';
import { restoreEntries } from '../usecases/restore-entries.ts';
import { restoreVersion } from '../usecases/restore-version.ts';
import { searchEntries } from '../usecases/search-entries.ts';
import { trashEntries } from '../usecases/trash-entries.ts';
import { wireVault } from '../wiring/vault.ts';

const deps = wireVault();

export const handler = httpHandler([
	serve(contract.openVault, openVault, deps),
	serve(contract.listFolder, listFolder, deps),
	serve(contract.createFolder, createFolder, deps),
	serve(contract.ensureFolders, ensureFolders, deps),
	serve(contract.listTimeline, listTimeline, deps),
	serve(contract.searchEntries, searchEntries, deps),
	serve(contract.getEntry, getEntry, deps),
	serve(contract.renameEntry, renameEntry, deps),
	serve(contract.moveEntries, moveEntries, deps),
	serve(contract.trashEntries, trashEntries, deps),
	serve(contract.restoreEntries, restoreEntries, deps),
	serve(contract.restoreVersion, restoreVersion, deps),
]);
