import { shiftDate } from '../clock/shift-date.ts';
import type { Clock } from '../clock/vault-clock.ts';

/** Where the page finds the script; `CLOCK_STATE` is what that script asks later. */
export const CLOCK_SCRIPT = '/clock.js';
export const CLOCK_STATE = '/clock.json';

/**
 * The script that gives a page the vault's time, so that "yesterday" and "ready until" are right in it. It
 * asks again when its tab comes to the front: the clock may have been moved in another.
 */
export function clockScript({ offsetMs }: Clock): string {
	return `let offsetMs = ${String(offsetMs)};
(${shiftDate.toString()})(() => offsetMs);
document.addEventListener('visibilitychange', async () => {
	if (document.visibilityState !== 'visible') return;
	const answer = await fetch('${CLOCK_STATE}').catch(() => undefined);
	if (answer?.ok) ({ offsetMs } = await answer.json());
});
`;
}

/** The page with the script before every other. */
export function withClock(page: Buffer): Buffer {
	return Buffer.from(
		page.toString().replace('<head>', `<head><script src="${CLOCK_SCRIPT}"></script>`),
	);
}
