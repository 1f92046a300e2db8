import { SURPLUS_CHECK_SECONDS } from '#contract/limits';
import type { Repositories } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';

/** Has these keys looked at when no form for them is good any more. See [Note: Surplus versions]. */
export async function planSurplusCheck(
	{ surplusChecks }: Repositories,
	clock: Clock,
	objectKeys: readonly string[],
): Promise<void> {
	const dueAt = new Date(clock.now().getTime() + SURPLUS_CHECK_SECONDS * 1000);
	await surplusChecks.plan(objectKeys, dueAt);
}
