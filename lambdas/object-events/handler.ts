import { log, resetLogContext } from '../runtime/log.ts';
import { followObjectEvents } from './follow-object-events.ts';
import { objectEventsOf } from './internal/object-event.ts';
import { wireObjectEvents } from './wiring.ts';

const { bucket, ...deps } = wireObjectEvents();

/** Notifications of the bucket. What it throws makes Lambda deliver the event again, and in the end set it aside. */
export async function handler(event: unknown): Promise<void> {
	resetLogContext();
	const events = objectEventsOf(event, bucket);
	const followed = await followObjectEvents(deps, events);
	log.info('followed', { events: events.length, ...followed });
}
