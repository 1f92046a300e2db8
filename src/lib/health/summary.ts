import { plural } from '$lib/format/plural';
import type { CheckRow } from './check-row';

/** The page in one sentence. */
export function summary(rows: readonly CheckRow[]): string {
	const count = (state: CheckRow['state']) => rows.filter((row) => row.state === state).length;
	const failing = count('failing');
	const unknown = count('unknown');
	if (failing > 0) return `${plural(failing, 'thing needs you', 'things need you')}.`;
	if (unknown > 0) return `Nothing wrong that could be seen; ${String(unknown)} not known.`;
	return 'All is well.';
}
