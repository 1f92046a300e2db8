import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { id } from './ids.ts';
import { ENTRIES_PER_CALL_MAX } from './limits.ts';

/** Hidden at once; `erased` is false while the sweep still has bytes to take away. */
const purged = v.object({ erased: v.boolean() });

/** Deletes trashed entries forever: every version and derivative, in S3 and in the database. Idempotent. */
export const purgeEntries = endpoint({
	name: 'purgeEntries',
	function: 'purge',
	method: 'POST',
	path: '/purge/entries',
	request: v.strictObject({
		entryIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(ENTRIES_PER_CALL_MAX)),
	}),
	response: purged,
});

/**
 * Deletes everything in the trash forever, as `purgeEntries` does. Of a trash with more than one call can hide some stays
 * (`emptied: false`), and the call is repeated.
 */
export const purgeTrash = endpoint({
	name: 'purgeTrash',
	function: 'purge',
	method: 'POST',
	path: '/purge/trash',
	request: v.strictObject({}),
	response: v.object({ emptied: v.boolean(), ...purged.entries }),
});

/** Deletes the vault with everything in it; the browser then deletes the user in Cognito. May be repeated at any point. */
export const purgeAccount = endpoint({
	name: 'purgeAccount',
	function: 'purge',
	method: 'POST',
	path: '/purge/account',
	request: v.strictObject({ confirm: v.literal('delete account') }),
	response: purged,
});
