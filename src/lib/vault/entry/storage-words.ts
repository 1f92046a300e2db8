import { archiveState, type Stored } from '#contract/archive';
import type { StorageClass } from '#contract/entries';
import { formatAbout, formatUntil, type ReaderClock } from '$lib/format/instant';

/** How a version is stored, as its owner reads it. */
export interface StorageWords {
	readonly state: 'archived' | 'restoring' | 'restored' | 'cool' | 'cold';
	/** `Archived`, `Restoring, ready about 15:00`, `Restored until 4 Dec`. */
	readonly mark: string;
	readonly explanation: string;
}

/** Undefined for what is stored the usual way: it needs no mark. */
export function storageWords(stored: Stored, reader: ReaderClock = {}): StorageWords | undefined {
	const state = archiveState(stored, reader.now ?? new Date());
	switch (state) {
		case 'available':
			return classWords(stored.storageClass);
		case 'archived':
			return { state, mark: 'Archived', explanation: 'It must be restored before it opens' };
		case 'restoring': {
			const ready = formatAbout(stored.readyAbout ?? '', reader);
			return {
				state,
				mark: `Restoring, ready ${ready}`,
				explanation: 'A copy is being made, and it opens then',
			};
		}
		case 'restored': {
			if (isKeptCopy(stored, reader)) {
				const explanation = 'A copy of what is archived stays, and it opens at once';
				return { state, mark: 'Kept ready', explanation };
			}
			const until = formatUntil(stored.restoredUntil ?? '', reader);
			return {
				state,
				mark: `Restored until ${until}`,
				explanation: 'It opens at once, and is archived again after that',
			};
		}
	}
}

/** No copy that was restored for days stays for a year. */
export function isKeptCopy({ restoredUntil }: Stored, { now = new Date() }: ReaderClock): boolean {
	const leftMs = new Date(restoredUntil ?? 0).getTime() - now.getTime();
	return leftMs > 365 * 24 * 3600 * 1000;
}

function classWords(storageClass: StorageClass): StorageWords | undefined {
	switch (storageClass) {
		case 'STANDARD_IA':
		case 'ONEZONE_IA':
			return { state: 'cool', mark: 'Cool', explanation: 'Kept cheaply, opens at once' };
		case 'GLACIER_IR':
			return { state: 'cold', mark: 'Cold', explanation: 'Kept more cheaply still, opens at once' };
		default:
			return undefined;
	}
}
