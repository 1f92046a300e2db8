import { HEAVY_REQUEST_COST } from '#contract/limits';
import * as contract from '#contract/restores';
import type { APIGatewayProxyEventV2 as HttpEvent } from 'aws-lambda';
import * as v from 'valibot';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { log, resetLogContext } from '../runtime/log.ts';
import { advanceRestore } from './advance-restore.ts';
import { beginRestore } from './begin-restore.ts';
import { cancelRestore } from './cancel-restore.ts';
import { extendRestore } from './extend-restore.ts';
import { getRestore } from './get-restore.ts';
import { goOnWithRestores } from './go-on-with-restores.ts';
import { keepReady } from './keep-ready.ts';
import { listRestored } from './list-restored.ts';
import { listRestores } from './list-restores.ts';
import { quoteRestore } from './quote-restore.ts';
import { wireRestores } from './wiring.ts';

const wired = wireRestores();

/** What the schedule sends; see `restores/function.yml`. */
const job = v.object({ task: v.literal('restores') });

/** A page asks again at once, so that it can show how far the work is; in milliseconds. */
const ANSWER_WITHIN_MS = 5000;
/** No step takes longer; what has not begun by then is for the next run, in milliseconds. */
const RESERVE_MS = 10_000;

interface LambdaContext {
	getRemainingTimeInMillis(): number;
}

/**
 * For what works on many files: the step that is under way when the answer is due comes to its end, and is written down. Below the time of
 * the function, and above `ANSWER_WITHIN_MS`: cut off at the same moment, work that is done would be answered as `unavailable`.
 */
const WORKS = { withinMs: 22_000, cost: HEAVY_REQUEST_COST };

/** On the clock of `performance.now()`; a process answers one request at a time. */
let answerUntil = 0;
const deps = { ...wired, hasTimeLeft: () => performance.now() < answerUntil };

/** Made once: it counts what each person asks for. */
const answer = httpHandler(
	[
		serve(contract.quoteRestore, quoteRestore, deps, WORKS),
		serve(contract.beginRestore, beginRestore, deps, WORKS),
		serve(contract.advanceRestore, advanceRestore, deps, WORKS),
		serve(contract.getRestore, getRestore, deps),
		serve(contract.listRestores, listRestores, deps),
		serve(contract.cancelRestore, cancelRestore, deps),
		serve(contract.extendRestore, extendRestore, deps, WORKS),
		serve(contract.listRestored, listRestored, deps),
		serve(contract.keepReady, keepReady, deps, WORKS),
	],
	{ shares: wired.catalog.shares },
);

/** Requests of pages, and the schedule that goes on without them: one function, as it alone may ask S3 to restore. */
export async function handler(event: object, context: LambdaContext): Promise<object> {
	if (v.is(job, event)) return goOn(context);
	answerUntil = performance.now() + ANSWER_WITHIN_MS;
	return answer(event as HttpEvent);
}

async function goOn(context: LambdaContext): Promise<object> {
	resetLogContext();
	const hasTimeLeft = () => context.getRemainingTimeInMillis() > RESERVE_MS;
	const result = await goOnWithRestores({ ...wired, hasTimeLeft });
	log.info('went on with restores', { ...result });
	return { ...result };
}
