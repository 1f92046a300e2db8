/**
 * Runs `task` unless another tab of this browser is running one of the same name: then it is left out, and the result is
 * undefined at once. A browser without locks runs it in every tab.
 */
export async function exclusively<T>(name: string, task: () => Promise<T>): Promise<T | undefined> {
	if (!('locks' in navigator)) return task();
	return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
		lock === null ? Promise.resolve(undefined) : task(),
	);
}
