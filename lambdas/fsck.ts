/** `npm run fsck`: see `HELP`. */
import { ORPHAN_GRACE_SECONDS } from '#contract/limits';
import { parseArgs } from 'node:util';
import { VaultError } from './domain/vault-error.ts';
import type { Finding } from './fsck/finding.ts';
import { fsck } from './fsck/fsck.ts';
import { openLocation } from './location/open-location.ts';

const HELP = `Usage: npm run fsck [-- OPTIONS]

Looks whether the database and the bucket agree, both ways, and changes nothing. One line for each finding.

  --repair         mends what has one right answer, and says what it did
  --json           one JSON object instead of lines
  --data DIR       the data of the stack on this machine to look at (default: .cloudvault)
  --grace SECONDS  objects younger than this may still be on their way (default: ${String(ORPHAN_GRACE_SECONDS)})
  --help           this text

Example: npm run fsck -- --json

Findings, and what --repair does about each:
  ghost    a row names bytes that S3 does not have: told alone, with the file and its owner, who is told by "file"
  orphan   S3 holds what no row names: delete markers go; bytes are told alone, the daily comparison takes them away
  surplus  S3 holds a second version beside the one a row names: removed
  hidden   the version a row names lies below a newer one: cured by removing that
  file     size, type, class or thumbnails are not those of the version, or it is called deleted or missing wrongly: told right
  key      a date in the trash, a key of a list or a piece of a name is wrong: written anew
  quota    bytes used or reserved are not the sum of the rows: counted anew; over the quota: told alone
  total    what a folder says lies below it is not what does: counted anew, the whole vault
  batch    a batch did not count its uploads right: counted anew
  mailbox  no person wants notices there: told alone, the sweep ends it; a deleted account wants some: forgotten
  keep     S3 is not told, or was told otherwise, what stays out of the archive: to be told within minutes
  restore  a restore did not count its files right: counted anew
  tree     folders, files and versions do not hang together: told alone

--repair never deletes bytes that a row names, that may be a last copy, or that are younger than the grace. Run it once more when it
has changed something. Ends with 0 where nothing is left to do, with 1 where something is, with 2 if it could not look.

It goes by the vault's clock, also where that was moved. With DATABASE_URL and BUCKET set it looks there, with the credentials of
the AWS SDK.`;

/** A grace that is no number would make everything too young to be called an orphan. */
function seconds(text: string): number {
	if (/^\d+$/.test(text)) return Number(text);
	throw new Error(`--grace takes whole seconds, not ${text}.`);
}

interface Report extends Pick<Finding, 'kind' | 'subject' | 'message'> {
	/** What was done about it. */
	readonly repaired?: string | undefined;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean', default: false },
			repair: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
			data: { type: 'string', default: '.cloudvault' },
			grace: { type: 'string', default: String(ORPHAN_GRACE_SECONDS) },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const graceMs = seconds(values.grace) * 1000;
	const { db, store, tags, now } = await openLocation(values.data);
	const oldEnough = new Date(now.getTime() - graceMs);
	const findings: Report[] = [];
	try {
		for await (const finding of fsck({ db, store, tags, now, oldEnough })) {
			const report = await reportOf(finding, values.repair);
			findings.push(report);
			if (!values.json) console.log(lineOf(report));
		}
	} finally {
		await db.destroy();
	}
	const left = findings.filter(({ repaired }) => repaired === undefined).length;
	if (values.json) console.log(JSON.stringify({ ok: left === 0, findings }));
	else console.log(summaryOf(findings.length, left));
	process.exitCode = left === 0 ? 0 : 1;
}

async function reportOf(finding: Finding, mends: boolean): Promise<Report> {
	const { kind, subject, message, repair } = finding;
	const isMended = mends && repair !== undefined && (await repair.run());
	return { kind, subject, message, repaired: isMended ? repair.does : undefined };
}

function lineOf({ kind, subject, message, repaired }: Report): string {
	return `${kind}  ${subject}  ${message}${repaired === undefined ? '' : `: ${repaired}`}`;
}

function summaryOf(found: number, left: number): string {
	if (found === 0) return 'All is well.';
	const repaired = found - left;
	return `${String(found)} found${repaired === 0 ? '' : `, ${String(repaired)} repaired`}.`;
}

/** What the SDK and the driver say, which is nearer to the trouble than what we make of it. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error instanceof VaultError && error.cause !== undefined
		? `The database or S3 does not answer: ${reasonOf(error.cause)}`
		: error.message || error.name;
}

await main().catch((error: unknown) => {
	console.error(reasonOf(error));
	process.exitCode = 2;
});
