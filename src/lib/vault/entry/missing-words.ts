import { formatDay, type ReaderClock } from '$lib/format/instant';

/** Of a version of which S3 does not have the bytes. */
export function missingWords(missingSince: string, reader: ReaderClock = {}): string {
	return `Its bytes are missing since ${formatDay(missingSince, reader)}.`;
}

/** `hasOlder`: whether there is a version that it can be replaced with. */
export function missingAdvice({ hasOlder }: { readonly hasOlder: boolean }): string {
	return hasOlder
		? 'Tell the owner of this CloudVault, or make an older version the current one.'
		: 'Tell the owner of this CloudVault.';
}
