import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { errorCodes } from './errors.ts';
import { id, instant } from './ids.ts';
import { SIGN_DOWNLOADS_MAX } from './limits.ts';

/**
 * Short addresses to read from, good for one version of one file each. `attachment` saves under the
 * file's name; `inline` shows it, for types that cannot run anything.
 */
export const signDownloads = endpoint({
	name: 'signDownloads',
	function: 'downloads',
	method: 'POST',
	path: '/downloads/sign',
	request: v.strictObject({
		downloads: v.pipe(
			v.array(
				v.strictObject({
					entryId: id,
					/** Absent: the current one. */
					versionId: v.optional(id),
					as: v.picklist(['attachment', 'inline']),
				}),
			),
			v.minLength(1),
			v.maxLength(SIGN_DOWNLOADS_MAX),
		),
	}),
	response: v.object({
		expiresInSeconds: v.number(),
		/** In the order of the request. */
		downloads: v.array(
			v.variant('outcome', [
				v.object({
					entryId: id,
					outcome: v.literal('ready'),
					url: v.string(),
					/** What the answer will call itself: for `inline` never a type that can run. */
					contentType: v.string(),
				}),
				v.object({
					entryId: id,
					outcome: v.literal('refused'),
					/** `archived`: restore it first (`quoteRestore`). `restoring`: it opens at `readyAbout`. `bytes_missing`: nothing can be read. */
					code: v.picklist(errorCodes),
					/** Set exactly where the code is `restoring`. */
					readyAbout: v.optional(instant),
				}),
			]),
		),
	}),
});
