import type { Pace, Result } from './compare.ts';
import { withinTarget } from './percentile.ts';
import { walkVault } from './walk.ts';

const MINUTE_MS = 60_000;
const MILLION = 1_000_000;
const RSS_MAX_BYTES = 256 * 1024 ** 2;
/** As `walk-child.ts` plants them. */
const PLANTED_EVERY = 100_000;

/** B18: the daily comparison of all rows with all objects, in a process of its own. */
export async function benchReconcile({ quick }: Pace): Promise<Result[]> {
	const { ms, rssBytes, found, files } = await walkVault(quick, 'reconcile', forgetMissing);
	const planted = Math.floor((files + 100) / PLANTED_EVERY);
	if (found.ghosts !== planted || found.removed !== planted) {
		throw new Error(`Of ${String(planted)} planted it found ${JSON.stringify(found)}.`);
	}
	const what = `${String(files)} rows compared with as many objects (B18)`;
	return [
		withinTarget({
			name: 'reconcile',
			what,
			unit: 'ms',
			ours: ms,
			target: (5 * MINUTE_MS * files) / MILLION,
		}),
		withinTarget({
			name: 'reconcile',
			what: `memory for that (B18)`,
			unit: 'bytes',
			ours: rssBytes,
			target: RSS_MAX_BYTES,
		}),
	];
}

/** What an earlier run has found missing. */
const forgetMissing: Parameters<typeof walkVault>[2] = async ({ ask, places }) => {
	for (const table of ['versions', 'entries']) {
		await ask(
			`update ${table} set missing_since = null where owner_id = ? and missing_since is not null`,
			[places.ownerId],
		);
	}
};
