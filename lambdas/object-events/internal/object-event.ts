import * as v from 'valibot';

/** What S3 tells of one object, in our words. */
export type ObjectEvent =
	| {
			readonly kind: 'created';
			readonly key: string;
			/** S3's own version id; absent where the bucket keeps no versions. */
			readonly objectVersionId: string | undefined;
	  }
	/** A restored copy was asked for, is there, or is gone. */
	| { readonly kind: 'restore'; readonly key: string }
	/** To another class. */
	| { readonly kind: 'moved'; readonly key: string };

/** As much of a record as we act on: S3 may add what it likes. */
const record = v.object({
	eventName: v.string(),
	s3: v.object({
		bucket: v.object({ name: v.string() }),
		object: v.object({ key: v.string(), versionId: v.optional(v.string()) }),
	}),
});
type EventRecord = v.InferOutput<typeof record>;

const notification = v.object({ Records: v.array(v.unknown()) });

/** What SQS hands to a function: each message holds one notification of the bucket. */
const delivery = v.object({
	Records: v.array(v.object({ messageId: v.string(), body: v.string() })),
});

export interface EventMessage {
	readonly messageId: string;
	/** `undefined` stands for a record that is not about an object of this bucket, or that we cannot read. */
	readonly events: readonly (ObjectEvent | undefined)[];
}

/** Throws where SQS hands over something else than messages: no other service calls this function. */
export function messagesOf(event: unknown, bucket: string): readonly EventMessage[] {
	return v.parse(delivery, event).Records.map(({ messageId, body }) => ({
		messageId,
		events: objectEventsOf(parseJson(body), bucket),
	}));
}

/**
 * Reads a notification record by record. Nothing in an event is worth failing the others for; S3's own
 * test message has no record.
 */
export function objectEventsOf(
	event: unknown,
	bucket: string,
): readonly (ObjectEvent | undefined)[] {
	const parsed = v.safeParse(notification, event);
	if (!parsed.success) return [];
	return parsed.output.Records.map((raw) => {
		const each = v.safeParse(record, raw);
		if (!each.success || each.output.s3.bucket.name !== bucket) return undefined;
		const key = decodeKey(each.output.s3.object.key);
		return key === undefined ? undefined : eventOf(each.output, key);
	});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function eventOf(from: EventRecord, key: string): ObjectEvent | undefined {
	const name = from.eventName;
	if (name.startsWith('ObjectCreated:')) {
		return { kind: 'created', key, objectVersionId: from.s3.object.versionId };
	}
	if (name.startsWith('ObjectRestore:')) return { kind: 'restore', key };
	return name === 'LifecycleTransition' ? { kind: 'moved', key } : undefined;
}

/** Keys come as a form field would: a space as `+`. */
function decodeKey(encoded: string): string | undefined {
	try {
		return decodeURIComponent(encoded.replaceAll('+', ' '));
	} catch {
		return undefined;
	}
}
