/** `npm run rebuild`: see `HELP`. */
import { DEFAULT_QUOTA_BYTES } from '#contract/limits';
import { parseArgs } from 'node:util';
import { uuidv7 } from 'uuidv7';
import { VaultError } from './domain/vault-error.ts';
import { openLocation } from './location/open-location.ts';
import { rebuild, type Rebuilt } from './rebuild/rebuild.ts';

const HELP = `Usage: npm run rebuild [-- OPTIONS]

Builds the database again from the bucket alone: names, folders, versions, trash and dates, from the manifest that each vault keeps there,
and what came after it, from S3. For a database that was lost: it has to be migrated, and who is in it already is left alone. It may be
stopped anywhere and run again. Nothing in the bucket is changed.

  --bucket NAME    the bucket of the vault (default: $BUCKET)
  --person ID      one person only, by the id that Cognito calls sub
  --data DIR       the data of the stack on this machine to use (default: .cloudvault)
  --help           this text

Example: DATABASE_URL=mysql://owner@127.0.0.1/cloudvault npm run rebuild -- --bucket cloudvault-dev-vault-123456789012-eu-central-1

What came after the last manifest has no name in the bucket: it lies in a folder "Recovered …" at the top, and may include uploads that were
given up. Restored copies of archived files, notice addresses and unfinished uploads are not rebuilt. Afterwards npm run fsck says
whether all is well. Ends with 1 where a file was lost, with 2 if it could not be done.

With DATABASE_URL set it works with the credentials of the AWS SDK.`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			bucket: { type: 'string' },
			person: { type: 'string' },
			data: { type: 'string', default: '.cloudvault' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const { db, store, documents, now } = await openLocation(values.data, values.bucket);
	const deps = { db, store, documents, now, newId: uuidv7, quotaBytes: DEFAULT_QUOTA_BYTES };
	let count = 0;
	try {
		for await (const rebuilt of rebuild(deps, values.person)) {
			count += 1;
			console.log(lineOf(rebuilt));
			if (rebuilt.outcome === 'rebuilt' && rebuilt.lost.length > 0) process.exitCode = 1;
		}
	} finally {
		await db.destroy();
	}
	if (count === 0) console.log('The bucket holds no vault.');
}

function lineOf(rebuilt: Rebuilt): string {
	const { ownerId } = rebuilt;
	if (rebuilt.outcome === 'already-there')
		return `${ownerId}: is there already, and was left alone`;
	const { asOf, files, folders, versions, recovered, lost } = rebuilt;
	const from = asOf === undefined ? 'without a manifest' : `as of ${asOf.toISOString()}`;
	const parts = [
		`${String(files)} files in ${String(versions)} versions and ${String(folders)} folders, ${from}`,
	];
	if (recovered > 0) parts.push(`${String(recovered)} versions that came later`);
	const lines = lost.map(
		(name) => `\n  lost, as S3 holds no version of it: ${JSON.stringify(name)}`,
	);
	return `${ownerId}: ${parts.join(', ')}${lines.join('')}`;
}

main().catch((error: unknown) => {
	const said = error instanceof VaultError && error.cause instanceof Error ? error.cause : error;
	console.error(said instanceof Error ? said.message : String(said));
	process.exitCode = 2;
});
