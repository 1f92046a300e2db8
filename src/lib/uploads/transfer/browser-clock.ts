import type { Clock, Connection } from './ports';

export const browserClock: Clock = {
	now: () => performance.now(),
	sleep: (ms, signal) =>
		until(signal, (done) => {
			const timer = setTimeout(done, ms);
			return () => clearTimeout(timer);
		}),
};

export const browserConnection: Connection = {
	get online() {
		return navigator.onLine;
	},
	whenOnline(signal) {
		if (navigator.onLine) return Promise.resolve();
		return until(signal, (done) => {
			window.addEventListener('online', done, { once: true });
			return () => window.removeEventListener('online', done);
		});
	},
};

/** Waits for what `start` announces; an abort ends the wait, and what was started, with the signal's reason. */
async function until(signal: AbortSignal, start: (done: () => void) => () => void): Promise<void> {
	signal.throwIfAborted();
	const { promise, resolve, reject } = Promise.withResolvers<undefined>();
	const stop = start(() => resolve(undefined));
	const giveUp = () => {
		stop();
		reject(signal.reason as Error);
	};
	signal.addEventListener('abort', giveUp, { once: true });
	await promise.finally(() => signal.removeEventListener('abort', giveUp));
}
