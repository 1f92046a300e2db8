import type { ResponseOf } from '#contract/endpoint';
import type { getDatabaseHealth } from '#contract/health';
import { failing, unreadable, well, type CheckRow, type Words } from './check-row';
import { comparisonWords } from './comparison-words';

type Health = ResponseOf<typeof getDatabaseHealth>;

/** The checks of the database; all unknown where there was no answer. */
export function databaseRows(health: Health | undefined): CheckRow[] {
	return [
		{ id: 'migrations', title: 'Tables', ...migrationWords(health?.migrations) },
		{ id: 'sqlMode', title: 'How values are taken', ...sqlModeWords(health?.sqlMode) },
		{ id: 'comparison', title: 'Bucket and database', ...comparisonWords(health?.comparison) },
	];
}

function migrationWords(check: Health['migrations'] | undefined): Words {
	if (check === undefined || check.state === 'unknown') return unreadable();
	if (check.state === 'failing')
		return failing(
			`The tables are older than this release. Not run yet: ${check.missing.join(', ')}.`,
			{ todo: 'Deploy this stage again; that runs what is missing.', sections: ['migrations'] },
		);
	return check.newer.length === 0
		? well('The tables are those of this release.')
		: well('The tables are newer than this release, which does them no harm.');
}

const modeSentences = {
	'not-strict': 'The database cuts what does not fit, instead of refusing it.',
	'no-backslash-escapes': 'The database reads a backslash otherwise than the functions write it.',
};

function sqlModeWords(check: Health['sqlMode'] | undefined): Words {
	if (check === undefined || check.state === 'unknown') return unreadable();
	return check.state === 'ok'
		? well('What does not fit is refused, and never cut.')
		: failing(check.faults.map((fault) => modeSentences[fault]).join(' '), {
				todo: 'Put back the parameter sql_mode of the database, today.',
				sections: ['sql-mode'],
			});
}
