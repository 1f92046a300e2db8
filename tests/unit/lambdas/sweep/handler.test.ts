import { expect, test, vi } from 'vitest';
import { log } from '../../../../lambdas/runtime/log.ts';
import { handler } from '../../../../lambdas/sweep/handler.ts';

const reconciled = {
	compared: 9,
	removed: 0,
	hidden: 0,
	spared: 0,
	aborted: 0,
	strange: 0,
	complete: false,
};
const swept = {
	committed: 1,
	expired: 0,
	erased: 0,
	closed: 0,
	removed: 0,
	hidden: 0,
	spared: 0,
	failed: 0,
};
vi.mock('../../../../lambdas/sweep/wiring.ts', () => ({ wireSweep: () => ({}) }));
vi.mock('../../../../lambdas/sweep/reconcile.ts', () => ({
	reconcile: () => Promise.resolve(reconciled),
}));
vi.mock('../../../../lambdas/sweep/sweep-unfinished.ts', () => ({
	sweepUnfinished: () => Promise.resolve(swept),
}));

/** `sweep-alarms.yml` counts these lines by `message`, `task` and `complete`. */
test.each([
	['unfinished', swept],
	['reconcile', reconciled],
])('writes the line by which an alarm knows that %s ran', async (task, result) => {
	const written = vi.spyOn(log, 'info').mockReturnValue();

	await handler({ task }, { getRemainingTimeInMillis: () => 900_000 });

	expect(written).toHaveBeenCalledExactlyOnceWith('swept', { task, ...result });
	written.mockRestore();
});
