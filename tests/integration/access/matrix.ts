import type { Endpoint } from '#contract/endpoint';
import { endpoints } from '#contract/endpoints';

/** Ids of one person's things, or of things that do not exist. */
export interface Ids {
	readonly folderId: string;
	readonly fileId: string;
	readonly versionId: string;
	readonly uploadId: string;
	readonly trashedId: string;
	readonly restoreId: string;
}

type MakeRequest = (ids: Ids, own: Ids) => object;

/** What a probe of a route looks like that names things by id; `null` where the request names none. */
const requests: Record<string, MakeRequest | null> = {
	openVault: null,
	endSessions: null,
	listFolder: (ids) => ({ folderId: ids.folderId }),
	createFolder: (ids) => ({ parentId: ids.folderId, name: 'probe' }),
	ensureFolders: (ids) => ({ parentId: ids.folderId, paths: [['probe']] }),
	listTimeline: null,
	listMonths: null,
	searchEntries: null,
	getEntry: (ids) => ({ entryId: ids.fileId }),
	renameEntry: (ids) => ({ entryId: ids.fileId, name: 'probe', rev: 0 }),
	moveEntries: (ids, own) => ({ entryIds: [ids.fileId], targetId: own.folderId }),
	trashEntries: (ids) => ({ entryIds: [ids.fileId] }),
	putBackEntries: (ids) => ({ entryIds: [ids.trashedId] }),
	restoreVersion: (ids) => ({ entryId: ids.fileId, versionId: ids.versionId }),
	getTotals: (ids) => ({ entryIds: [ids.fileId] }),
	getVaultTotals: null,
	listLargestFolders: (ids) => ({ folderId: ids.folderId }),
	beginUploads: (ids) => ({
		batch: { id: BATCH, fileCount: 1 },
		files: [
			{
				ref: BATCH,
				parentId: ids.folderId,
				name: 'probe.txt',
				sizeBytes: 1,
				contentType: 'text/plain',
				sha256: 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=',
				modifiedAt: null,
				onConflict: 'keep-both',
			},
		],
	}),
	copyFiles: (ids, own) => ({
		batch: { id: BATCH, fileCount: 1 },
		files: [{ ref: BATCH, entryId: ids.fileId, parentId: own.folderId }],
	}),
	resumeUpload: (ids) => ({ uploadId: ids.uploadId }),
	signParts: (ids) => ({ uploadId: ids.uploadId, parts: [{ partNumber: 1, sha256: SHA256 }] }),
	completeUploads: (ids) => ({ uploads: [{ uploadId: ids.uploadId, checksum: SHA256 }] }),
	abortUploads: (ids) => ({ uploadIds: [ids.uploadId] }),
	listUnfinishedUploads: null,
	signDerivatives: (ids) => ({
		derivatives: [
			{
				versionId: ids.versionId,
				kind: 'thumb',
				sizeBytes: 10,
				sha256: SHA256,
				contentType: 'image/webp',
			},
		],
	}),
	recordDerivatives: (ids) => ({ derivatives: [{ versionId: ids.versionId, kind: 'thumb' }] }),
	recordMedia: (ids) => ({ media: [{ versionId: ids.versionId, ...SIZED }] }),
	signDownloads: (ids) => ({ downloads: [{ entryId: ids.fileId, as: 'attachment' }] }),
	quoteRestore: (ids) => ({ targets: [{ entryId: ids.fileId }] }),
	beginRestore: (ids) => ({ id: BATCH, targets: [{ entryId: ids.folderId }], tier: 'Bulk' }),
	advanceRestore: (ids) => ({ jobId: ids.restoreId }),
	getRestore: (ids) => ({ jobId: ids.restoreId }),
	listRestores: null,
	cancelRestore: (ids) => ({ jobId: ids.restoreId }),
	extendRestore: (ids) => ({
		id: BATCH,
		targets: [{ entryId: ids.fileId, versionId: ids.versionId }],
	}),
	listRestored: null,
	keepReady: (ids) => ({ entryIds: [ids.fileId], keep: true }),
	openDerivatives: null,
	purgeEntries: (ids) => ({ entryIds: [ids.trashedId] }),
	purgeTrash: null,
	purgeAccount: null,
	getNotifications: null,
	setNotifications: null,
	sendInvitation: null,
	getCloudHealth: null,
	getStageShape: null,
	getDatabaseHealth: null,
};

const SIZED = { takenAt: null, utcOffsetMinutes: null, durationMs: null, width: 4, height: 3 };
const BATCH = '01900000-0000-7000-8000-000000000b01';
const SHA256 = 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=';

export interface Probe {
	readonly endpoint: Endpoint;
	readonly request: MakeRequest | null;
}

/** Every route of the contract with its probe. A route without a probe is an error, not a gap. */
export const matrix: readonly Probe[] = endpoints.map((endpoint) => {
	const request = requests[endpoint.name];
	if (request === undefined) throw new Error(`${endpoint.name} has no row in the access matrix.`);
	return { endpoint, request };
});

/** Sends a request of the contract as it is, with whatever token the test forged. */
export async function probe(
	apiUrl: string,
	endpoint: Endpoint,
	{ authorization, request = {} }: { authorization?: string | undefined; request?: object },
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
	const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
	const query =
		endpoint.method === 'GET'
			? `?${new URLSearchParams(request as Record<string, string>).toString()}`
			: '';
	const response = await fetch(apiUrl + endpoint.path + query, {
		method: endpoint.method,
		headers:
			endpoint.method === 'POST' ? { ...headers, 'content-type': 'application/json' } : headers,
		...(endpoint.method === 'POST' ? { body: JSON.stringify(request) } : {}),
	});
	const text = await response.text();
	const body = (text.startsWith('{') ? JSON.parse(text) : { text }) as Record<string, unknown>;
	return { status: response.status, body, headers: response.headers };
}
