import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { languageTag } from './language-tag.ts';

/**
 * SNS itself asks the owner of the address first: until then the state is `pending`, and after 48 hours without an answer
 * `off`. It is pending too, and no mail is sent, where another vault's notices go to the address: no answer tells whether
 * that is so.
 */
const notification = v.object({
	state: v.picklist(['off', 'pending', 'confirmed']),
	email: v.nullable(v.string()),
});

/** Where mail about arrived batches goes, and whether the address has agreed. */
export const getNotifications = endpoint({
	name: 'getNotifications',
	function: 'notifications',
	method: 'GET',
	path: '/notifications/get',
	request: v.strictObject({}),
	response: notification,
});

/**
 * Where to send a mail when a batch of uploads has arrived; null for nowhere, and where it is left out, it stays. One address at a time: a
 * new one replaces the one before. `language` is that of the mails, BCP 47: English where it is not told, or no mail is translated to it. Repeatable. Refused with `too_many_mails` where it would ask for more than `CONFIRMATION_MAILS_PER_DAY`.
 */
export const setNotifications = endpoint({
	name: 'setNotifications',
	function: 'notifications',
	method: 'POST',
	path: '/notifications/set',
	request: v.strictObject({
		email: v.optional(v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(254), v.email()))),
		language: v.optional(languageTag),
	}),
	response: notification,
});
