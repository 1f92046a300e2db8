import type { ResponseOf } from '#contract/endpoint';
import type { Drift, getDatabaseHealth } from '#contract/health';
import { formatBytes } from '$lib/format/bytes';
import { formatInstant } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import { formatUsd } from '$lib/format/usd';
import { failing, unreadable, well, type Words } from './check-row';

type Check = ResponseOf<typeof getDatabaseHealth>['comparison'];

/** What the last comparison of bucket and database found, and what that costs. */
export function comparisonWords(check: Check | undefined): Words {
	if (check === undefined || check.state === 'unknown') return unreadable();
	if (check.last === null) return well('They were not compared yet: that is done once a day.');
	const { comparedAt, drift } = check.last;
	const found = foundIn(drift);
	const what = found.length === 0 ? 'Nothing differs.' : `Found: ${found.join(', ')}.`;
	const text = `Compared ${formatInstant(comparedAt)}. ${what}`;
	if (check.state === 'ok') return well(text);
	const isGhostly = drift.ghosts.files + drift.ghosts.derivatives > 0;
	const isLeft = drift.spared + drift.strange > 0;
	return failing(text, {
		todo: isGhostly
			? 'See today whether the missing bytes can be brought back: the people whose files they are have been told.'
			: 'Look at what was not removed.',
		sections: [...(isGhostly ? ['ghost-found'] : []), ...(isLeft ? ['drift-found'] : [])],
	});
}

function foundIn({ ghosts, orphans, surplus, hidden, spared, strange }: Drift): readonly string[] {
	const missing = [
		...(ghosts.files > 0 ? [plural(ghosts.files, 'file')] : []),
		...(ghosts.derivatives > 0
			? [plural(ghosts.derivatives, 'picture of files', 'pictures of files')]
			: []),
	];
	return [
		...(missing.length > 0
			? [`${missing.join(' and ')} whose bytes are missing (${formatBytes(ghosts.bytes)})`]
			: []),
		...priced(
			orphans,
			plural(orphans.count, 'object that no file names', 'objects that no file names'),
		),
		...priced(surplus, plural(surplus.count, 'second copy of a file', 'second copies of files')),
		...priced(
			hidden,
			plural(hidden.count, 'file below something newer', 'files below something newer'),
		),
		...(spared > 0 ? [`${plural(spared, 'object')} that may be the last copy of a file`] : []),
		...(strange > 0 ? [`${plural(strange, 'object')} that CloudVault did not make`] : []),
	];
}

function priced({ count, bytes, usdPerMonth }: Drift['orphans'], what: string): readonly string[] {
	if (count === 0) return [];
	return [`${what} (${formatBytes(bytes)}, ${price(usdPerMonth)} a month)`];
}

/** Rounded up to the cent: it is an estimate by list prices. */
function price(usd: number): string {
	const rounded = formatUsd(Math.ceil(usd * 100) / 100);
	return usd < 0.01 ? `less than ${rounded}` : /* said */ `about ${rounded}`;
}
