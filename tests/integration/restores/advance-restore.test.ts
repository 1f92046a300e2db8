import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { advanceRestore } from '../../../lambdas/restores/advance-restore.ts';
import { beginRestore } from '../../../lambdas/restores/begin-restore.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

test('goes on with what an earlier call has left, and answers a finished job as it is', async () => {
	const folderId = await ann.folder(ann.rootId, 'folder');
	await ann.uploadArchived('old', Buffer.from('old'), folderId);
	const input = {
		id: randomUUID(),
		targets: [{ entryId: folderId }],
		tier: 'Bulk' as const,
		days: 7,
	};
	const begun = await beginRestore({ ...world.deps, hasTimeLeft: () => false }, ann, input);
	expect(begun.job).toMatchObject({ state: 'finding', files: { total: 0 }, estimatedUsd: null });

	const advanced = await ann.can.advanceRestore({ jobId: input.id });

	expect(advanced.job).toMatchObject({ state: 'restoring', files: { restoring: 1 } });
	expect(await ann.can.advanceRestore({ jobId: input.id })).toEqual(advanced);
});

test('several pages and the schedule at once find and ask for each file once', async () => {
	const folderId = await ann.folder(ann.rootId, 'folder');
	for (let i = 0; i < 12; i += 1) {
		await ann.uploadArchived(`old ${String(i)}`, Buffer.from('old'), folderId);
	}
	const input = {
		id: randomUUID(),
		targets: [{ entryId: folderId }],
		tier: 'Bulk' as const,
		days: 7,
	};
	await beginRestore({ ...world.deps, hasTimeLeft: () => false }, ann, input);
	const asked: string[] = [];
	world.bucket.s3.injectFaults(({ operation, key }) => {
		if (operation === 'RestoreObject') asked.push(key);
		return undefined;
	});

	const jobId = input.id;
	await Promise.all([
		...Array.from({ length: 4 }, () => ann.can.advanceRestore({ jobId })),
		world.goOn(),
	]);

	world.bucket.s3.injectFaults(undefined);
	const { job } = await ann.can.getRestore({ jobId });
	expect(job).toMatchObject({ state: 'restoring', files: { total: 12, restoring: 12 } });
	expect(new Set(asked).size).toBe(asked.length);
});

test('tells of a folder that turns out to be too much, and asks S3 for nothing of it', async () => {
	const folderId = await ann.folder(ann.rootId, 'folder');
	await ann.uploadArchived('old', Buffer.from('old'), folderId);
	const input = {
		id: randomUUID(),
		targets: [{ entryId: folderId }],
		tier: 'Bulk' as const,
		days: 7,
	};
	await beginRestore({ ...world.deps, hasTimeLeft: () => false }, ann, input);

	const allowance = { files: 0, bytes: 0, usd: 0 };
	const { job } = await advanceRestore({ ...world.deps, allowance }, ann, { jobId: input.id });

	expect(job).toMatchObject({ state: 'refused', refusal: 'daily_files', files: { cancelled: 1 } });
});

describe('a folder of many files', () => {
	test('is walked and asked for in steps, each file once', async () => {
		const folderId = await ann.folder(ann.rootId, 'many');
		const { versionId } = await ann.upload('elsewhere', Buffer.from('elsewhere'));
		const known = await ann.catalog.versions.getMany(ann.ownerId, [versionId]);
		const s3VersionId = known.get(versionId)?.s3VersionId ?? '';
		const paths = Array.from({ length: 60 }, (_, i) => [`folder ${String(i)}`]);
		const { folders } = await ann.does.ensureFolders({ parentId: folderId, paths });
		const ids = folders.flatMap((each) => (each.outcome === 'ready' ? each.folderId : []));
		const [many = '', some = '', last = ''] = [ids[7], ids[20], ids[59]];
		await archivedRows(ann, { parentId: many, count: 501, s3VersionId });
		await archivedRows(ann, { parentId: some, count: 201, s3VersionId });
		await archivedRows(ann, { parentId: last, count: 1, s3VersionId });

		const quote = await ann.can.quoteRestore({ targets: [{ entryId: folderId }] });
		expect([quote.archived.files, quote.complete]).toEqual([703, true]);

		const targets = [{ entryId: some }, { entryId: last }];
		const begun = await ann.can.beginRestore({ id: randomUUID(), targets, tier: 'Standard' });
		// S3 has none of these bytes, so all of them fail. A person waits for the first step alone.
		expect(begun.job).toMatchObject({ state: 'asking', files: { total: 202, failed: 200 } });
		const { job } = await ann.can.advanceRestore({ jobId: begun.job.id });
		expect(job).toMatchObject({ state: 'done', files: { total: 202, failed: 202 } });
	});
});

interface ArchivedRows {
	readonly parentId: string;
	readonly count: number;
	/** Of an object of another key. */
	readonly s3VersionId: string;
}

async function archivedRows(
	owner: Uploader,
	{ parentId, count, s3VersionId }: ArchivedRows,
): Promise<void> {
	const names = Array.from({ length: count }, (_, i) => `file ${String(i)}`);
	const ids = await owner.files(parentId, names);
	const entries = await owner.catalog.entries.getMany(owner.ownerId, ids);
	await owner.catalog.withLockedVault(owner, async ({ versions }) => {
		const rows = [...entries.values()].flatMap((entry) => {
			if (entry.kind !== 'file') return [];
			const {
				ownerId,
				id: entryId,
				versionId: id,
				sizeBytes,
				contentType,
				modifiedAt,
				media,
				createdAt,
			} = entry;
			return {
				...{ ownerId, entryId, id, sizeBytes, contentType, modifiedAt, media, createdAt },
				objectKey: `u/${ownerId}/${entryId}/${id}`,
				s3VersionId,
				checksum: 'x',
				storageClass: 'GLACIER' as const,
				restoredUntil: null,
				readyAbout: null,
				missingSince: null,
				restoring: null,
				lookedAt: null,
				staysReady: null,
				state: 'ready' as const,
			};
		});
		await versions.insert(rows);
		await versions.setStorage(owner.ownerId, rows, {
			storageClass: 'GLACIER',
			restoredUntil: null,
			readyAbout: null,
			restoring: null,
			lookedAt: new Date(0),
		});
	});
}
