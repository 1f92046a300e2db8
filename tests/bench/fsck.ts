import type { Pace, Result } from './compare.ts';
import { withinTarget } from './percentile.ts';
import { walkVault } from './walk.ts';

const MINUTE_MS = 60_000;
const MILLION = 1_000_000;
const RSS_MAX_BYTES = 256 * 1024 ** 2;

/** Everything that `npm run fsck` looks at, in a vault in which all is well; S3 answers at once. */
export async function benchFsck({ quick }: Pace): Promise<Result[]> {
	const { ms, rssBytes, found, files } = await walkVault(quick, 'fsck', async ({ ask, places }) => {
		for (const table of ['versions', 'entries']) {
			await ask(
				`update ${table} set missing_since = null where owner_id = ? and missing_since is not null`,
				[places.ownerId],
			);
		}
	});
	if (Object.keys(found).length > 0) throw new Error(`It found ${JSON.stringify(found)}.`);
	return [
		withinTarget({
			name: 'fsck',
			what: `everything of ${String(files)} files looked at`,
			unit: 'ms',
			ours: ms,
			target: (10 * MINUTE_MS * files) / MILLION,
		}),
		withinTarget({
			name: 'fsck',
			what: 'memory for that',
			unit: 'bytes',
			ours: rssBytes,
			target: RSS_MAX_BYTES,
		}),
	];
}
