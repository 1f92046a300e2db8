import type { S3Server } from './server.ts';

/** AWS runs the rules about once a day; a machine that is on for an evening shall not miss them. */
const EVERY_MS = 60 * 60_000;

/**
 * Applies the lifecycle rules of the buckets now and then hourly. Returns what stops that, and
 * resolves when no run is under way. A run that fails is logged, and the next one follows.
 */
export function startLifecycleRuns(
	server: Pick<S3Server, 'applyLifecycle'>,
	log: (line: string) => void,
): () => Promise<void> {
	let last = Promise.resolve();
	const run = (): void => {
		last = last
			.then(() => server.applyLifecycle())
			.catch((error: unknown) => log(`The lifecycle rules could not be applied: ${String(error)}`));
	};
	run();
	const timer = setInterval(run, EVERY_MS).unref();
	return async () => {
		clearInterval(timer);
		await last;
	};
}
