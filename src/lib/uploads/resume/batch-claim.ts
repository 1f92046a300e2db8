/** One tab works on a batch: the others leave it alone until that tab is gone. */
const nameOf = (batchId: string) => `cloudvault-batch-${batchId}`;

/**
 * True where no other tab has the batch; it is this tab's then until it closes or `signal` is aborted.
 * A browser without locks has it claimed at once.
 */
export function claimBatch(batchId: string, signal: AbortSignal): Promise<boolean> {
	if (!('locks' in navigator)) return Promise.resolve(true);
	return new Promise((resolve) => {
		navigator.locks
			.request(nameOf(batchId), { ifAvailable: true }, async (lock) => {
				resolve(lock !== null);
				if (lock !== null) await aborted(signal);
			})
			.catch(() => resolve(true));
	});
}

function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
