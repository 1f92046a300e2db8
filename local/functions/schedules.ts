import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Clock } from '../clock/vault-clock.ts';
import { writePrivateFile } from '../data-directory/private-file.ts';

/** A rule of EventBridge that calls a function at a fixed rate. */
export interface Schedule {
	readonly name: string;
	/** `rate(15 minutes)`. Cron expressions are not run here. */
	readonly expression: string;
	/** What the function receives; EventBridge's own event where the rule gives no input. */
	readonly eventAt: (now: Date) => unknown;
	readonly run: (event: unknown) => void;
}

export interface ScheduleOptions {
	/** Keeps when each schedule ran last, so that a restart neither forgets nor delays a run. */
	readonly file: string;
	readonly log: (line: string) => void;
	readonly clock: Clock;
}

export interface RunningSchedules {
	/** Runs what is due without waiting for the next look: the clock was moved. */
	look(): void;
	close(): void;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	minute: 60_000,
	hour: 60 * 60_000,
	day: 24 * 60 * 60_000,
};

/**
 * How often the wall clock is read. A timer of a whole day would stand still while the machine
 * sleeps; the first look is late enough for `npm start` to have migrated the database.
 */
const LOOK_MS = 10_000;

/** By name, in epoch milliseconds. */
const LastRuns = v.record(v.string(), v.number());
type LastRuns = v.InferOutput<typeof LastRuns>;

/** Milliseconds between two runs of a `rate(…)`; undefined for every other expression. */
export function rateMs(expression: string): number | undefined {
	const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
	const unitMs = UNIT_MS[unit ?? ''];
	return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs;
}

/**
 * Runs every schedule by the vault's clock, the first time one interval after it was first seen. Runs
 * missed while the stack was down are made up by one, soon after the start. Returns what
 * looks at once, and what stops it.
 */
export function startSchedules(
	schedules: readonly Schedule[],
	{ file, log, clock }: ScheduleOptions,
): RunningSchedules {
	const timed = schedules.flatMap((schedule) => {
		const everyMs = rateMs(schedule.expression);
		if (everyMs !== undefined) return [{ ...schedule, everyMs }];
		log(`${schedule.name}: ${schedule.expression} does not run here`);
		return [];
	});
	const lastRuns = read(file, log);
	const look = (mayRun: boolean): void => {
		const now = clock.now().getTime();
		let isChanged = false;
		for (const { name, everyMs, eventAt, run } of timed) {
			const last = lastRuns[name];
			const isKnown = last !== undefined && last <= now;
			if (isKnown && (!mayRun || now - last < everyMs)) continue;
			// On the grid of its first run, so that it does not drift by the time between two looks. One
			// that is new counts from now, as do all where the clock was set back.
			lastRuns[name] = isKnown ? now - ((now - last) % everyMs) : now;
			isChanged = true;
			if (isKnown) run(eventAt(new Date(now)));
		}
		if (isChanged) save(file, lastRuns, log);
	};
	look(false);
	const timer = setInterval(() => look(true), LOOK_MS).unref();
	return { look: () => look(true), close: () => clearInterval(timer) };
}

/** A file that cannot be read is said aloud; the schedules count from now then. */
function read(file: string, log: (line: string) => void): LastRuns {
	if (!existsSync(file)) return {};
	try {
		return v.parse(LastRuns, JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		log(`When the schedules ran last is not known: ${String(error)}`);
		return {};
	}
}

/** A full disk stops no schedule: at worst one runs again after a restart. */
function save(file: string, lastRuns: LastRuns, log: (line: string) => void): void {
	try {
		writePrivateFile(file, JSON.stringify(lastRuns));
	} catch (error) {
		log(`When the schedules ran could not be kept: ${String(error)}`);
	}
}
