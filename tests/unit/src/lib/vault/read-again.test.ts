import { readAgain } from '$lib/vault/read-again';
import { expect, it } from 'vitest';

/** A read whose runs end when the test says so. */
function heldRead() {
	const runs: PromiseWithResolvers<undefined>[] = [];
	const read = readAgain(() => {
		const run = Promise.withResolvers<undefined>();
		runs.push(run);
		return run.promise;
	});
	return { runs, read };
}

it('reads once more where it is asked during a read, however often', async () => {
	const { runs, read } = heldRead();
	const first = read();
	const asked = [read(), read()];
	expect(runs).toHaveLength(1);

	runs[0]?.resolve(undefined);
	await first;
	expect(runs).toHaveLength(2);
	runs[1]?.resolve(undefined);
	await Promise.all(asked);

	expect(runs).toHaveLength(2);
});

it('goes on after a read that failed', async () => {
	const { runs, read } = heldRead();
	const first = read();
	const second = read();

	runs[0]?.reject(new Error('offline'));
	await expect(first).rejects.toThrow('offline');
	runs[1]?.resolve(undefined);
	await second;

	const third = read();
	runs[2]?.resolve(undefined);
	await third;
	expect(runs).toHaveLength(3);
});
