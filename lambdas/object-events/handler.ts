import { faultOf } from '../http/fault-of.ts';
import { log, resetLogContext } from '../runtime/log.ts';
import { followObjectEvents } from './follow-object-events.ts';
import { messagesOf } from './internal/object-event.ts';
import { wireObjectEvents } from './wiring.ts';

const { bucket, ...deps } = wireObjectEvents();

interface LambdaContext {
	getRemainingTimeInMillis(): number;
}

/** What SQS shall deliver again; all others it forgets. */
interface BatchResponse {
	readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** No step takes longer; what has not begun by then comes again, in milliseconds. */
const RESERVE_MS = 20_000;

/** Notifications of the bucket, by way of the queue. When it throws, all messages come again. */
export async function handler(event: unknown, context: LambdaContext): Promise<BatchResponse> {
	resetLogContext();
	const messages = messagesOf(event, bucket);
	const events = messages.flatMap((message) => message.events);
	const hasTimeLeft = () => context.getRemainingTimeInMillis() > RESERVE_MS;
	const { failures, ...followed } = await followObjectEvents({ ...deps, hasTimeLeft }, events);
	const failed = messages.filter((message) =>
		message.events.some((each) => each && failures.has(each)),
	);
	log.info('followed', { events: events.length, ...followed, failed: failed.length });
	for (const error of new Set(failures.values()))
		log.error('an event could not be followed', { fault: faultOf(error) });
	return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
