import { findWrongTotals } from '../../lambdas/fsck/totals.ts';
import { asked, formOf, post, sha256 } from './uploader.ts';
import type { Uploader, World } from './world.ts';

/** As a small document counts: too small for the archive, and not kept out of it. */
export const line = {
	part: 'current',
	kind: 'document',
	storageClass: 'STANDARD',
	stays: true,
	kept: false,
} as const;

/** So many bytes of a document. */
export const text = (length: number): Buffer => Buffer.alloc(length, 'x');

/** What fsck says of the totals of all vaults. */
export function wrongTotals(world: World): Promise<readonly string[]> {
	return Array.fromAsync(findWrongTotals(world.fresh.database), ({ message }) => message);
}

/** Sends a file again under its name, as its new version. */
export async function newVersion(
	uploader: Uploader,
	{ id: entryId, name }: { readonly id: string; readonly name: string },
	bytes: Buffer,
): Promise<void> {
	const { entry } = await uploader.does.getEntry({ entryId });
	const [begun] = await uploader.begin([
		asked(entry.parentId, bytes, { name, onConflict: 'new-version' }),
	]);
	const { uploadId, form } = formOf(begun);
	await post(form, bytes);
	await uploader.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(bytes) }] });
}
