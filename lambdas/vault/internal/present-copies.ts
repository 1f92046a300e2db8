import { FORECAST_DAYS } from '#contract/limits';
import type { CopyTotal as ToldCopies } from '#contract/totals';
import { dayOf, type CopyTotal } from '../../domain/totals.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * Copies as they are told of: without those whose time is over, and by day for as long as anything is forecast. What ends later is
 * told together, by its last day.
 */
export function presentCopies(copies: readonly CopyTotal[], now: Date): ToldCopies[] {
	const today = dayOf(now);
	const farFrom = dayOf(new Date(now.getTime() + FORECAST_DAYS * DAY_MS));
	// What ends on a day ends at its midnight.
	const there = copies.filter(({ endsOn }) => endsOn > today);
	const alike = Map.groupBy(there, ({ part, kind, endsOn }) =>
		[part, kind, endsOn > farFrom ? 'far' : endsOn].join(' '),
	);
	return [...alike.values()].map((some) => {
		const { part, kind, endsOn } = some.reduce((a, b) => (b.endsOn > a.endsOn ? b : a));
		const files = some.reduce((sum, each) => sum + each.files, 0);
		const bytes = some.reduce((sum, each) => sum + each.bytes, 0);
		return { part, kind, until: `${endsOn}T00:00:00.000Z`, files, bytes };
	});
}
