import { HEAVY_REQUEST_COST } from '#contract/limits';
import * as search from '#contract/search';
import * as timeline from '#contract/timeline';
import * as totals from '#contract/totals';
import * as contract from '#contract/vault';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { createFolder } from './create-folder.ts';
import { endSessions } from './end-sessions.ts';
import { ensureFolders } from './ensure-folders.ts';
import { getEntry } from './get-entry.ts';
import { getTotals } from './get-totals.ts';
import { getVaultTotals } from './get-vault-totals.ts';
import { listFolder } from './list-folder.ts';
import { listLargestFolders } from './list-largest-folders.ts';
import { listMonths } from './list-months.ts';
import { listTimeline } from './list-timeline.ts';
import { moveEntries } from './move-entries.ts';
import { openVault } from './open-vault.ts';
import { putBackEntries } from './put-back-entries.ts';
import { renameEntry } from './rename-entry.ts';
import { restoreVersion } from './restore-version.ts';
import { searchEntries } from './search-entries.ts';
import { trashEntries } from './trash-entries.ts';
import { wireVault } from './wiring.ts';

const deps = wireVault();

/** Hundreds of folders in several transactions: see `function.yml`. */
const LONG = { withinMs: 9000, cost: HEAVY_REQUEST_COST };

export const handler = httpHandler(
	[
		serve(contract.openVault, openVault, deps),
		serve(contract.endSessions, endSessions, deps),
		serve(contract.listFolder, listFolder, deps),
		serve(contract.createFolder, createFolder, deps),
		serve(contract.ensureFolders, ensureFolders, deps, LONG),
		serve(timeline.listTimeline, listTimeline, deps),
		serve(timeline.listMonths, listMonths, deps),
		serve(search.searchEntries, searchEntries, deps, { cost: HEAVY_REQUEST_COST }),
		serve(contract.getEntry, getEntry, deps),
		serve(contract.renameEntry, renameEntry, deps),
		serve(contract.moveEntries, moveEntries, deps),
		serve(contract.trashEntries, trashEntries, deps),
		serve(contract.putBackEntries, putBackEntries, deps, LONG),
		serve(contract.restoreVersion, restoreVersion, deps),
		serve(totals.getTotals, getTotals, deps),
		serve(totals.getVaultTotals, getVaultTotals, deps),
		serve(totals.listLargestFolders, listLargestFolders, deps),
	],
	{ shares: deps.catalog.shares },
);
