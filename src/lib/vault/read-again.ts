/**
 * Runs `read` one at a time. Asked for while it runs, it runs once more after that, however often it is asked: what it reads may have
 * changed since it began. The promise is that of a run which began no earlier than the call.
 */
export function readAgain(read: () => Promise<void>): () => Promise<void> {
	let running: Promise<void> | undefined;
	let next: Promise<void> | undefined;
	const run = () => {
		const own = read().finally(() => {
			if (running === own) running = undefined;
		});
		return (running = own);
	};
	return () => {
		if (running === undefined) return run();
		const begin = () => {
			next = undefined;
			return run();
		};
		return (next ??= running.then(begin, begin));
	};
}
