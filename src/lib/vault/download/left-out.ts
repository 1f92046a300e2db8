import { formatBytes } from '$lib/format/bytes';
import type { ZipMember } from './zip-member';

/** The file inside a zip that names what is not. A plan leaves its name free. */
export const LEFT_OUT_NAME = 'Left out of this zip.txt';

/** What is left out of a zip and why; undefined where nothing is. */
export function leftOutText({
	archived,
	missing,
	gone = [],
}: {
	readonly archived: readonly ZipMember[];
	readonly missing: readonly ZipMember[];
	/** Those that were there when the zip was planned, and are not any more. */
	readonly gone?: readonly ZipMember[];
}): string | undefined {
	const parts = [
		part(archived, {
			why: 'These files are not in this zip, because they are archived:',
			next: 'Restore them in CloudVault, then download them again.',
		}),
		part(missing, {
			why: 'These files are not in this zip, because their bytes are missing:',
			next: 'Tell the owner of this CloudVault.',
		}),
		part(gone, {
			why: 'These files are not in this zip, because they were deleted while it was made:',
			next: 'Those in the trash can be put back.',
		}),
	].filter((text) => text !== undefined);
	return parts.length === 0 ? undefined : parts.join('\n');
}

function part(
	members: readonly ZipMember[],
	{ why, next }: { readonly why: string; readonly next: string },
): string | undefined {
	if (members.length === 0) return undefined;
	const lines = members.map(({ path, file }) => `${path} (${formatBytes(file.sizeBytes)})`);
	return [why, '', ...lines, '', next, ''].join('\n');
}
