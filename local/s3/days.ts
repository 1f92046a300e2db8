const DAY_MS = 24 * 60 * 60 * 1000;

/** S3 counts whole days and then waits for the next midnight, UTC. */
export function daysAfter(moment: Date, days: number): Date {
	return new Date(Math.ceil((moment.getTime() + days * DAY_MS) / DAY_MS) * DAY_MS);
}
