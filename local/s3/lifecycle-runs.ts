import type { S3Server } from './server.ts';

/** AWS runs the rules about once a day; a machine that is on for an evening shall not miss them. */
const LIFECYCLE_EVERY_MS = 60 * 60_000;
/** An expedited restore takes minutes, so its event may not wait for the next hour. */
const RESTORES_EVERY_MS = 60_000;

/**
 * Applies the lifecycle rules of the buckets now and then hourly, and advances restores every minute.
 * Returns what stops that, and resolves when no run is under way. A run that fails is logged, and the
 * next one follows.
 */
export function startLifecycleRuns(
	server: Pick<S3Server, 'applyLifecycle' | 'advanceRestores'>,
	log: (line: string) => void,
): () => Promise<void> {
	let last = Promise.resolve();
	const follow = (what: string, run: () => Promise<void>): void => {
		last = last
			.then(run)
			.catch((error: unknown) => log(`The ${what} could not be applied: ${String(error)}`));
	};
	const applyLifecycle = (): void => follow('lifecycle rules', () => server.applyLifecycle());
	applyLifecycle();
	const timers = [
		setInterval(applyLifecycle, LIFECYCLE_EVERY_MS).unref(),
		setInterval(
			() => follow('progress of restores', () => server.advanceRestores()),
			RESTORES_EVERY_MS,
		).unref(),
	];
	return async () => {
		for (const timer of timers) clearInterval(timer);
		await last;
	};
}
