import type * as contract from '#contract/uploads';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { UploadsDeps } from './deps.ts';

export const listUnfinishedUploads: UseCase<
	Pick<UploadsDeps, 'catalog'>,
	typeof contract.listUnfinishedUploads
> = async ({ catalog }, caller, { cursor, limit }) => {
	const { ownerId } = caller;
	const list = ['unfinished', ownerId];
	const after = positionOf(list, cursor)?.toString('utf8');
	await catalog.users.vaultOf(caller);
	// One more than is shown tells whether the list goes on.
	const pending = await catalog.uploads.pendingOf(ownerId, { after, limit: limit + 1, sent: true });
	const page = pending.slice(0, limit);
	const last = pending.length > limit ? page.at(-1) : undefined;
	return {
		uploads: page.map((upload) => ({
			uploadId: upload.id,
			batchId: upload.batchId,
			ref: upload.ref,
			parentId: upload.parentId,
			name: upload.name,
			sizeBytes: upload.sizeBytes,
			createdAt: upload.createdAt.toISOString(),
			expiresAt: upload.expiresAt.toISOString(),
		})),
		nextCursor: last === undefined ? null : cursorOf(list, Buffer.from(last.id, 'utf8')),
	};
};
