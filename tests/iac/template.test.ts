import { describe } from 'vitest';
import type { Check } from './check.ts';
import { alarmChecks } from './checks/alarms.ts';
import { apiChecks } from './checks/api.ts';
import { costChecks } from './checks/costs.ts';
import { databaseChecks } from './checks/database.ts';
import { derivativeChecks } from './checks/derivatives.ts';
import { environmentChecks } from './checks/environment.ts';
import { functionAlarmChecks } from './checks/function-alarms.ts';
import { functionChecks } from './checks/functions.ts';
import { messageChecks } from './checks/messages.ts';
import { networkChecks } from './checks/network.ts';
import { roleChecks } from './checks/roles.ts';
import { runbookChecks } from './checks/runbooks.ts';
import { thresholdChecks } from './checks/thresholds.ts';
import { userPoolChecks } from './checks/user-pool.ts';
import { vaultBucketChecks } from './checks/vault-bucket.ts';
import { websiteChecks } from './checks/website.ts';
import { wholeChecks } from './checks/whole.ts';
import { describeChecks } from './describe-checks.ts';
import { readTemplate } from './template.ts';

const template = readTemplate();

const nouns: Readonly<Record<string, readonly Check[]>> = {
	'the template': wholeChecks,
	'the API': apiChecks,
	'a function': functionChecks,
	'the environment': environmentChecks,
	'a role': roleChecks,
	'the vault bucket': vaultBucketChecks,
	'the user pool': userPoolChecks,
	'topics and queues': messageChecks,
	'the network': networkChecks,
	'the database': databaseChecks,
	'the site': websiteChecks,
	derivatives: derivativeChecks,
	'an alarm': alarmChecks,
	'an alarm of a function': functionAlarmChecks,
	'what an alarm waits for': thresholdChecks,
	'the runbooks': runbookChecks,
	'the table of costs': costChecks,
};

describe.each(Object.entries(nouns))('%s', (_, checks) => {
	describeChecks(template, checks);
});
