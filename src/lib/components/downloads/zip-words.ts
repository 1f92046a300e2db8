import { formatBytes } from '$lib/format/bytes';
import { plural } from '$lib/format/plural';
import type { ZipSave } from '$lib/vault/download/zip-save.svelte';

type Zip = Pick<
	ZipSave,
	'fileCount' | 'fraction' | 'leftOutCount' | 'name' | 'savedBytes' | 'state' | 'totalBytes'
>;

/** Where one zip is, for people. */
export function zipWords({ state, savedBytes, totalBytes, fileCount, leftOutCount }: Zip): string {
	if (state.kind === 'failed') return state.why;
	const leftOut = leftOutCount === 0 ? '' : `, ${plural(leftOutCount, 'file')} left out`;
	if (state.kind === 'ready') {
		return `${plural(fileCount, 'file')}, ${formatBytes(totalBytes)}${leftOut}. Choose where to save it.`;
	}
	return `${formatBytes(savedBytes)} of ${formatBytes(totalBytes)}${leftOut}`;
}

/** All zips in one line; undefined where there are none. `fraction` is undefined where all of them wait for the person. */
export function zipsLine(
	zips: readonly Zip[],
): { title: string; detail: string; fraction: number | undefined } | undefined {
	const [first] = zips;
	if (first === undefined) return undefined;
	const moving = zips.filter(({ state }) => state.kind === 'saving');
	const subject = zips.length === 1 ? first.name : plural(zips.length, 'zip');
	if (moving.length === 0) {
		const failed = zips.some(({ state }) => state.kind === 'failed');
		return {
			title: failed
				? `${subject} could not be saved`
				: zips.length === 1
					? `${subject} is ready`
					: `${subject} are ready`,
			detail: failed ? 'Try again, or put it away' : 'Choose where to save it',
			fraction: undefined,
		};
	}
	const sum = (of: (zip: Zip) => number) => moving.reduce((total, zip) => total + of(zip), 0);
	const totalBytes = sum((zip) => zip.totalBytes);
	const savedBytes = sum((zip) => zip.savedBytes);
	return {
		title: `Saving ${subject}`,
		detail: `${formatBytes(savedBytes)} of ${formatBytes(totalBytes)} · keep this tab open`,
		fraction: totalBytes === 0 ? 0 : Math.min(1, savedBytes / totalBytes),
	};
}
