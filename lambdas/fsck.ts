/**
 * `npm run fsck [-- --json] [--data DIR] [--grace SECONDS]`: looks whether the database and the bucket
 * agree, and changes nothing. One line per finding; exit 1 if there is one, 2 if it could not look.
 */
import { ORPHAN_GRACE_SECONDS } from '#contract/limits';
import { parseArgs } from 'node:util';
import type { Finding } from './fsck/finding.ts';
import { fsck } from './fsck/fsck.ts';
import { openPlace } from './fsck/place.ts';

const { values } = parseArgs({
	options: {
		json: { type: 'boolean', default: false },
		data: { type: 'string', default: '.cloudvault' },
		grace: { type: 'string', default: String(ORPHAN_GRACE_SECONDS) },
	},
});

try {
	const { db, store } = await openPlace(values.data);
	const oldEnough = new Date(Date.now() - Number(values.grace) * 1000);
	const findings: Finding[] = [];
	for await (const finding of fsck({ db, store, oldEnough })) {
		findings.push(finding);
		if (!values.json) console.log(`${finding.kind}  ${finding.subject}  ${finding.message}`);
	}
	await db.destroy();
	const count = findings.length;
	if (values.json) console.log(JSON.stringify({ ok: count === 0, findings }));
	else console.log(count === 0 ? 'All is well.' : `${String(count)} found.`);
	process.exitCode = count === 0 ? 0 : 1;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
