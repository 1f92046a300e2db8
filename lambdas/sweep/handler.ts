import * as v from 'valibot';
import { log } from '../runtime/log.ts';
import { withPatience } from '../runtime/patience.ts';
import { reconcile, type Reconciled } from './reconcile.ts';
import { sweepUnfinished, type Swept } from './sweep-unfinished.ts';
import { wireSweep } from './wiring.ts';

const deps = wireSweep();

/** What the schedules send; see `sweep/function.yml`. */
const job = v.object({ task: v.picklist(['unfinished', 'reconcile']) });

interface LambdaContext {
	getRemainingTimeInMillis(): number;
}

/** No step takes longer; what has not begun by then is for the next run, in milliseconds. */
const RESERVE_MS = 30_000;

export async function handler(event: unknown, context: LambdaContext): Promise<object> {
	const { task } = v.parse(job, event);
	const hasTimeLeft = () => context.getRemainingTimeInMillis() > RESERVE_MS;
	const run = task === 'unfinished' ? sweepUnfinished : reconcile;
	const withinMs = context.getRemainingTimeInMillis();
	const result: Reconciled | Swept = await withPatience(
		{ withinMs, silenceMs: RESERVE_MS },
		async () => run({ ...deps, hasTimeLeft }),
	);
	log.info('swept', { task, ...result });
	return { ...result };
}
