/**
 * `npm run fsck [-- --json] [--data DIR] [--grace SECONDS]`: looks whether the database and the bucket
 * agree, and changes nothing. One line per finding; exit 1 if there is one, 2 if it could not look.
 */
import { ORPHAN_GRACE_SECONDS } from '#contract/limits';
import { parseArgs } from 'node:util';
import { VaultError } from './domain/vault-error.ts';
import type { Finding } from './fsck/finding.ts';
import { fsck } from './fsck/fsck.ts';
import { openPlace } from './fsck/place.ts';

/** A grace that is no number would make everything too young to be called an orphan. */
function seconds(text: string): number {
	if (/^\d+$/.test(text)) return Number(text);
	throw new Error(`--grace takes whole seconds, not ${text}.`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean', default: false },
			data: { type: 'string', default: '.cloudvault' },
			grace: { type: 'string', default: String(ORPHAN_GRACE_SECONDS) },
		},
	});
	const oldEnough = new Date(Date.now() - seconds(values.grace) * 1000);
	const { db, store } = await openPlace(values.data);
	const findings: Finding[] = [];
	try {
		for await (const finding of fsck({ db, store, oldEnough })) {
			findings.push(finding);
			if (!values.json) console.log(`${finding.kind}  ${finding.subject}  ${finding.message}`);
		}
	} finally {
		await db.destroy();
	}
	const count = findings.length;
	if (values.json) console.log(JSON.stringify({ ok: count === 0, findings }));
	else console.log(count === 0 ? 'All is well.' : `${String(count)} found.`);
	process.exitCode = count === 0 ? 0 : 1;
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
