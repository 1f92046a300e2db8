import { restoreSentence } from '$lib/errors/restore-sentence';
import { formatAbout, type ReaderClock } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import type { RestoreQuote, TierQuote } from './restore-quote';

/** `1–5 minutes`, `3–5 hours`. */
export function tierDuration({ fromSeconds, toSeconds }: TierQuote): string {
	const unitSeconds = toSeconds < 3600 ? 60 : 3600;
	const from = String(Math.round(fromSeconds / unitSeconds));
	const to = String(Math.round(toSeconds / unitSeconds));
	return unitSeconds === 60 ? `${from}–${to} minutes` : `${from}–${to} hours`;
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
	const lines = [
		archived.files > 0 &&
			archivedLine(plural(archived.files, 'file'), {
				...archived,
				size: formatBytes(archived.bytes),
				complete,
			}),
		restoring.files > 0 &&
			`${plural(restoring.files, 'file is', 'files are')} being restored already.`,
		restored.files > 0 &&
			`${plural(restored.files, 'file is', 'files are')} restored and can be opened now.`,
	];
	return lines.filter((line) => line !== false);
}

function archivedLine(
	files: string,
	{
		size,
		complete,
		files: count,
	}: { readonly size: string; readonly complete: boolean; readonly files: number },
): string {
	if (count === 1)
		return complete
			? `${files}, ${size}, is archived.`
			: `At least ${files}, ${size}, is archived.`;
	return complete
		? `${files}, ${size}, are archived.`
		: `At least ${files}, ${size}, are archived.`;
}
