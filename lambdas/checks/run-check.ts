/** Told of what could not be read, and why: for the log, not for the page. */
export type OnCheckFailed = (check: string, error: unknown) => void;

/**
 * One check: what `look` finds, or that it is unknown. A page that says what is wrong must not itself be
 * what fails, so nothing that goes wrong here reaches the caller.
 */
export async function runCheck<T>(
	check: string,
	look: () => Promise<T>,
	onCheckFailed: OnCheckFailed,
): Promise<T | { state: 'unknown' }> {
	try {
		return await look();
	} catch (error) {
		onCheckFailed(check, error);
		return { state: 'unknown' };
	}
}
