import type { Entry } from '#contract/entries';
import { plural } from '$lib/format/plural';
import { quoted } from '$lib/format/quoted';

/** `“report.pdf”` or `3 items`. */
export function naming(entries: readonly Entry[]): string {
	const [first, ...others] = entries;
	return first && others.length === 0 ? quoted(first.name) : plural(entries.length, 'item');
}
