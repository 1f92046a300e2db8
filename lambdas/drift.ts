/** `npm run drift`: see `HELP`. */
import { sizeInEnglish } from '#contract/format-bytes';
import { parseArgs } from 'node:util';
import { uuidv7 } from 'uuidv7';
import { VaultError } from './domain/vault-error.ts';
import type { Adoption } from './drift/adopt-orphans.ts';
import type { PurgedGhost } from './drift/purge-ghosts.ts';
import { settleDrift, type Settled } from './drift/settle-drift.ts';
import { openLocation } from './location/open-location.ts';

/** As long as the trash keeps what was deleted. */
const GRACE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

const HELP = `Usage: npm run drift [-- OPTIONS]

Settles what only the one who runs the stage can decide: originals in S3 that the database knows nothing of, and files whose bytes S3 has
lost. Without --adopt or --purge it tells of them and changes nothing.

  --adopt          originals without rows become files of their owner: new versions of the files they were sent for, and
                   otherwise files in a folder "Recovered DATE" at the top, as their names are lost
  --purge          versions whose bytes have been missing for longer than the grace go out of the database; a file that has
                   no other version goes with them, and its bytes in the quota are free
  --grace DAYS     how long bytes must have been missing (default: ${String(GRACE_DAYS)})
  --person ID      one person only, by the id that Cognito calls sub
  --bucket NAME    the bucket of the vault (default: $BUCKET)
  --data DIR       the data of the stack on this machine to use (default: .cloudvault)
  --help           this text

Example: npm run drift -- --adopt --person 0190a5e4-7b3c-7d1e-8f2a-9b4c6d8e0f12

What was given up, or deleted forever, is never adopted; the daily comparison takes it away. Bytes that are there again are never purged.
May be stopped anywhere and run again. Ends with 0 where nothing is left to do, with 1 where something is, with 2 if it could not look.

With DATABASE_URL and BUCKET set it works there, with the credentials of the AWS SDK.`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			adopt: { type: 'boolean', default: false },
			purge: { type: 'boolean', default: false },
			grace: { type: 'string', default: String(GRACE_DAYS) },
			person: { type: 'string' },
			bucket: { type: 'string' },
			data: { type: 'string', default: '.cloudvault' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	if (!/^\d+$/.test(values.grace)) {
		throw new Error(`--grace takes whole days, not ${values.grace}.`);
	}
	const { db, store, documents, now } = await openLocation(values.data, values.bucket);
	let [found, left] = [0, 0];
	try {
		const settling = settleDrift(
			{ db, store, documents, now, newId: uuidv7 },
			{
				adopts: values.adopt,
				purges: values.purge,
				ownerId: values.person,
				missingBefore: new Date(now.getTime() - Number(values.grace) * DAY_MS),
			},
		);
		for await (const settled of settling) {
			found += 1;
			if (!isSettled(settled)) left += 1;
			console.log(lineOf(settled));
		}
	} finally {
		await db.destroy();
	}
	console.log(found === 0 ? 'Nothing to decide.' : `${String(found)} found, ${String(left)} left.`);
	process.exitCode = left === 0 ? 0 : 1;
}

function isSettled({ what, outcome }: Settled): boolean {
	return what === 'original' ? outcome === 'adopted' : outcome !== 'would-purge';
}

function lineOf(settled: Settled): string {
	if (settled.what === 'original') {
		const size = sizeInEnglish(settled.sizeBytes);
		return `original  ${settled.key}  ${size} that no row names: ${adoptionWords[settled.outcome]}`;
	}
	const { versionId, ownerId, name, missingSince, outcome } = settled;
	const file = name === undefined ? 'a file that is gone' : JSON.stringify(name);
	const since = missingSince.toISOString().slice(0, 10);
	return `ghost  ${versionId}  ${file} of ${ownerId}, missing since ${since}: ${purgeWords[outcome]}`;
}

const adoptionWords: Readonly<Record<Adoption['outcome'], string>> = {
	adopted: 'adopted',
	'would-adopt': '--adopt makes it a file',
	quota_exceeded: 'left, as it does not fit into the quota',
	too_many_files: 'left, as the vault has as many files as it may',
	'unknown-owner': 'left, as its owner has no vault: npm run rebuild makes one',
	'no-checksum': 'left, as S3 keeps no checksum of it',
};

const purgeWords: Readonly<Record<PurgedGhost['outcome'], string>> = {
	version: 'purged, its file has another version',
	file: 'purged with its file',
	'there-again': 'S3 has it again: the next comparison says so',
	'would-purge': '--purge takes it out',
};

main().catch((error: unknown) => {
	const said = error instanceof VaultError && error.cause instanceof Error ? error.cause : error;
	console.error(said instanceof Error ? said.message : String(said));
	process.exitCode = 2;
});
