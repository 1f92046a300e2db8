import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { media } from './entries.ts';
import { id, instant } from './ids.ts';
import { BATCH_CALL_MAX_FILES, MEDIA_NUMBER_MAX, UTC_OFFSET_MAX_MINUTES } from './limits.ts';

const offset = v.pipe(
	v.number(),
	v.safeInteger(),
	v.minValue(-UTC_OFFSET_MAX_MINUTES),
	v.maxValue(UTC_OFFSET_MAX_MINUTES),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MEDIA_NUMBER_MAX));

/** As a browser has read it. A time that no camera can have taken is left out, as clocks of cameras are wrong: see `plausibleMedia`. */
export const readMedia = {
	takenAt: v.nullable(instant),
	utcOffsetMinutes: v.nullable(offset),
	durationMs: v.nullable(count),
	width: v.nullable(count),
	height: v.nullable(count),
};

/**
 * Stores what a browser has read of versions of the caller that it has seen, where nothing is stored yet: each fact stays as it was first
 * told. Idempotent.
 */
export const recordMedia = endpoint({
	name: 'recordMedia',
	function: 'uploads',
	method: 'POST',
	path: '/media/record',
	request: v.strictObject({
		media: v.pipe(
			v.array(v.strictObject({ versionId: id, ...readMedia })),
			v.minLength(1),
			v.maxLength(BATCH_CALL_MAX_FILES),
		),
	}),
	response: v.object({
		/** In the order of the request. */
		media: v.array(
			v.variant('outcome', [
				/** As it is stored now. */
				v.object({ versionId: id, outcome: v.literal('recorded'), media: v.nullable(media) }),
				v.object({ versionId: id, outcome: v.literal('missing') }),
			]),
		),
	}),
});
