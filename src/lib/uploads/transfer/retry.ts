import { ApiError } from '$lib/errors/api-error';
import type { Clock, Connection } from './ports';
import { TransferError } from './transfer-error';
import type { UploadTask } from './upload-task.svelte';

/** Failures in a row, with nothing going through in between, before a file is called failed: about three minutes. */
const FAILURES_MAX = 10;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Calls `request` of one file until it goes through. 5xx, 429 and silence are retried after a growing
 * pause, other refusals never; time offline does not count; and whenever any request of the file went
 * through, the count begins anew, so that a long file on a bad line gets there. Throws what the last
 * request threw, or the reason of the task's signal.
 */
export async function retrying<T>(
	task: Pick<UploadTask, 'signal' | 'successCount'>,
	{ clock, connection }: { readonly clock: Clock; readonly connection: Connection },
	request: () => Promise<T>,
): Promise<T> {
	const { signal } = task;
	let failures = 0;
	let seen = task.successCount;
	for (;;) {
		await connection.whenOnline(signal);
		try {
			const result = await request();
			task.successCount += 1;
			return result;
		} catch (error) {
			signal.throwIfAborted();
			if (!isPassing(error)) throw error;
			if (!connection.online) continue;
			failures = seen === task.successCount ? failures + 1 : 1;
			seen = task.successCount;
			if (failures > FAILURES_MAX) throw error;
			await clock.sleep(pauseMs(failures, error), signal);
		}
	}
}

function isPassing(error: unknown): boolean {
	if (error instanceof ApiError) return error.transient;
	return error instanceof TransferError && error.passing;
}

/** Doubles, up to a limit, with chance so that many do not come back at once; the server's own wish is heard. */
function pauseMs(failures: number, error: unknown): number {
	const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
	const most = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
	return Math.max(asked, most / 2 + (Math.random() * most) / 2);
}
