import { restoreSentence } from '$lib/errors/restore-sentence';
import { formatAbout, type ReaderClock } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import type { RestoreQuote, TierQuote } from './restore-quote';

/** `1–5 minutes`, `3–5 hours`. */
export function tierDuration({ fromSeconds, toSeconds }: TierQuote): string {
	const unit =
		toSeconds < 3600 ? { seconds: 60, noun: 'minutes' } : { seconds: 3600, noun: 'hours' };
	const [from, to] = [fromSeconds, toSeconds].map((seconds) =>
		String(Math.round(seconds / unit.seconds)),
	);
	return `${from ?? ''}–${to ?? ''} ${unit.noun}`;
}

/** When the last copy is there: `about 15:00`, `tomorrow morning`. */
export function tierReady({ toSeconds }: TierQuote, reader: ReaderClock = {}): string {
	const now = reader.now ?? new Date();
	return formatAbout(new Date(now.getTime() + toSeconds * 1000), reader);
}

/** Why this way is closed and what to do; undefined where it is open. */
export function tierObstacle({ refusal }: TierQuote): string | undefined {
	return refusal === null ? undefined : restoreSentence(refusal);
}

/** `3 files, 1.2 GB, are archived.` and what is known of the others. Each line a sentence. */
export function quoteLines(quote: RestoreQuote, formatBytes: (bytes: number) => string): string[] {
	const { archived, restoring, restored, complete } = quote;
	const atLeast = complete ? '' : 'At least ';
	const lines = [
		archived.files > 0 &&
			`${atLeast}${plural(archived.files, 'file')}, ${formatBytes(archived.bytes)}, ${are(archived.files)} archived.`,
		restoring.files > 0 &&
			`${plural(restoring.files, 'file')} ${are(restoring.files)} being restored already.`,
		restored.files > 0 &&
			`${plural(restored.files, 'file')} ${are(restored.files)} restored and can be opened now.`,
	];
	return lines.filter((line) => line !== false);
}

function are(count: number): string {
	return count === 1 ? 'is' : 'are';
}
