import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { file } from './entries.ts';
import { cursor, limit } from './pages.ts';

/** A day of the calendar, as `2012-04-16`. */
const day = v.pipe(v.string(), v.isoDate(), v.check(isDay, 'must be a day of the calendar'));

function isDay(text: string): boolean {
	const time = Date.parse(text);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Files of the whole vault, newest first: pictures and films as the gallery orders them, by `takenOn` and then `takenAt`, or everything by
 * `createdAt`. Of pictures and films those of some days alone can be asked for.
 */
export const listTimeline = endpoint({
	name: 'listTimeline',
	function: 'vault',
	method: 'GET',
	path: '/files/timeline',
	request: v.pipe(
		v.strictObject({
			only: v.picklist(['media', 'all']),
			/** What was taken on this day or later. */
			takenFrom: v.optional(day),
			/** What was taken before this day. */
			takenBefore: v.optional(day),
			cursor,
			limit,
		}),
		v.check(
			({ only, takenFrom, takenBefore }) =>
				only === 'media' || (takenFrom === undefined && takenBefore === undefined),
			'names days, by which only pictures and films are ordered',
		),
	),
	response: v.object({ files: v.array(file), nextCursor: v.nullable(v.string()) }),
});

/** In which months the pictures and films of the vault were taken, the trash left out, newest first, at most `MONTHS_MAX`. Kept on write: none is counted. */
export const listMonths = endpoint({
	name: 'listMonths',
	function: 'vault',
	method: 'GET',
	path: '/files/months',
	request: v.strictObject({}),
	response: v.object({
		months: v.array(
			v.object({
				/** As `2012-04`. */
				month: v.string(),
				files: v.number(),
			}),
		),
	}),
});
