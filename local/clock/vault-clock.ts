import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writePrivateFile } from '../data-directory/private-file.ts';

/** How far the vault's time is ahead of this machine's. */
export interface Clock {
	/** Milliseconds, never negative. */
	readonly offsetMs: number;
	now(): Date;
}

/** The machine's own time. */
export const realTime: Clock = { offsetMs: 0, now: () => new Date() };

const DAY_MS = 24 * 60 * 60 * 1000;

const Kept = v.object({ offsetMs: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/** Far enough for every rule and plot, and within what dates of SQL and HTTP can hold. */
const MAX_OFFSET_MS = 50 * 365 * DAY_MS;

/**
 * The time of a local vault: this machine's, and as much later as a person has moved it. It is kept in
 * the data directory. It never goes back, as then objects and rows would lie in the future.
 */
export class VaultClock implements Clock {
	readonly #file: string;
	#offsetMs: number;

	constructor(dataDir: string) {
		this.#file = join(dataDir, 'clock.json');
		this.#offsetMs = existsSync(this.#file)
			? v.parse(v.pipe(v.string(), v.parseJson(), Kept), readFileSync(this.#file, 'utf8')).offsetMs
			: 0;
	}

	get offsetMs(): number {
		return this.#offsetMs;
	}

	now(): Date {
		return new Date(Date.now() + this.#offsetMs);
	}

	/** Moves on by so many milliseconds. Throws a sentence where it would go back, or too far. */
	advance(byMs: number): void {
		this.advanceTo(this.#offsetMs + byMs);
	}

	/** Moves on until it is so far ahead of this machine's time. Idempotent. */
	advanceTo(offsetMs: number): void {
		if (offsetMs < this.#offsetMs) {
			throw new Error(
				`The vault's clock is ${inDays(this.#offsetMs)} ahead and does not go back. ` +
					'Start over with --fresh, or take another --data directory.',
			);
		}
		if (offsetMs > MAX_OFFSET_MS) {
			throw new Error(`The vault's clock goes at most ${inDays(MAX_OFFSET_MS)} ahead.`);
		}
		if (offsetMs === this.#offsetMs) return;
		writePrivateFile(this.#file, JSON.stringify({ offsetMs }));
		this.#offsetMs = offsetMs;
	}
}

const UNIT_MS: Readonly<Record<string, number>> = {
	m: 60 * 1000,
	h: 60 * 60 * 1000,
	d: DAY_MS,
	w: 7 * DAY_MS,
};

/** Milliseconds of `+61d`, `+5h`, `+90m` or `+2w`. Throws a sentence for any other text. */
export function parseAhead(text: string): number {
	const [, count, unit = ''] = /^\+(\d{1,6})([mhdw])$/.exec(text) ?? [];
	const unitMs = UNIT_MS[unit];
	if (count !== undefined && unitMs !== undefined) return Number(count) * unitMs;
	throw new Error(`--clock takes how far ahead, such as +61d, +5h or +90m, not ${text}.`);
}

function inDays(ms: number): string {
	const days = Math.round((ms / DAY_MS) * 10) / 10;
	return days === 1 ? '1 day' : `${String(days)} days`;
}
