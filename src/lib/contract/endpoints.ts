import * as derivatives from './derivatives.ts';
import * as downloads from './downloads.ts';
import type { Endpoint } from './endpoint.ts';
import * as health from './health.ts';
import * as invitations from './invitations.ts';
import * as media from './media.ts';
import * as notifications from './notifications.ts';
import * as purge from './purge.ts';
import * as restores from './restores.ts';
import * as search from './search.ts';
import * as stageShape from './stage-shape.ts';
import * as timeline from './timeline.ts';
import * as totals from './totals.ts';
import * as uploads from './uploads.ts';
import * as vault from './vault.ts';

/** Every route of the API. The template, the access matrix and the fuzzers are checked against this list. */
export const endpoints: readonly Endpoint[] = [
	vault.openVault,
	vault.endSessions,
	vault.listFolder,
	vault.createFolder,
	vault.ensureFolders,
	timeline.listTimeline,
	timeline.listMonths,
	search.searchEntries,
	vault.getEntry,
	vault.renameEntry,
	vault.moveEntries,
	vault.trashEntries,
	vault.putBackEntries,
	vault.restoreVersion,
	totals.getTotals,
	totals.getVaultTotals,
	totals.listLargestFolders,
	uploads.beginUploads,
	uploads.copyFiles,
	uploads.resumeUpload,
	uploads.signParts,
	uploads.completeUploads,
	uploads.abortUploads,
	uploads.listUnfinishedUploads,
	uploads.signDerivatives,
	uploads.recordDerivatives,
	media.recordMedia,
	downloads.signDownloads,
	restores.quoteRestore,
	restores.beginRestore,
	restores.advanceRestore,
	restores.getRestore,
	restores.listRestores,
	restores.cancelRestore,
	restores.extendRestore,
	restores.listRestored,
	restores.keepReady,
	derivatives.openDerivatives,
	purge.purgeEntries,
	purge.purgeTrash,
	purge.purgeAccount,
	notifications.getNotifications,
	notifications.setNotifications,
	invitations.sendInvitation,
	health.getCloudHealth,
	stageShape.getStageShape,
	health.getDatabaseHealth,
];
