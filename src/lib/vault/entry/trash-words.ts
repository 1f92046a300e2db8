import type { Entry } from '#contract/entries';
import { TRASH_LIFE_SECONDS } from '#contract/limits';
import type { Origin } from '#contract/vault';
import { daysUntil, type ReaderClock } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import { TOP_FOLDER_NAME } from './top-folder';

/** When an entry of the trash is deleted forever, in ISO 8601. */
export function goneAt({ trashedAt, updatedAt }: Entry): string {
	const since = Date.parse(trashedAt ?? updatedAt);
	return new Date(since + TRASH_LIFE_SECONDS * 1000).toISOString();
}

/** `gone in 12 days`, `gone tomorrow`, `gone today`. */
export function goneWords(instant: string, reader: ReaderClock = {}): string {
	const days = daysUntil(instant, reader);
	if (days <= 0) return 'gone today';
	return days === 1 ? 'gone tomorrow' : `gone in ${plural(days, 'day')}`;
}

/** `Files / Reports / 2024`, `… / 2024 / March / Bills` of a deep one. */
export function originWords(origin: Origin | undefined): string {
	if (origin === undefined) return '';
	return [origin.cut ? '…' : TOP_FOLDER_NAME, ...origin.names].join(' / ');
}

/** The folder it lay in, while that is in the vault. */
export function originAddress(origin: Origin | undefined): string | undefined {
	const folderId = origin?.folderId ?? null;
	return folderId === null ? undefined : `/folders/${folderId}`;
}
