/** A rule of EventBridge that calls a function at a fixed rate. */
export interface Schedule {
	readonly name: string;
	/** `rate(15 minutes)`. Cron expressions are not run here. */
	readonly expression: string;
	/** What the function receives; EventBridge's own event where the rule gives no input. */
	readonly event: unknown;
	readonly run: (event: unknown) => void;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	minute: 60_000,
	hour: 60 * 60_000,
	day: 24 * 60 * 60_000,
};

/** Milliseconds between two runs of a `rate(…)`; undefined for every other expression. */
export function rateMs(expression: string): number | undefined {
	const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
	const unitMs = UNIT_MS[unit ?? ''];
	return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs;
}

/** Starts the timers of every schedule and returns a function that stops them. */
export function startSchedules(
	schedules: readonly Schedule[],
	log: (line: string) => void,
): () => void {
	const timers = schedules.flatMap((schedule) => {
		const everyMs = rateMs(schedule.expression);
		if (everyMs === undefined) {
			log(`${schedule.name}: ${schedule.expression} does not run here`);
			return [];
		}
		return [setInterval(() => schedule.run(schedule.event), everyMs).unref()];
	});
	return () => timers.forEach((timer) => clearInterval(timer));
}
