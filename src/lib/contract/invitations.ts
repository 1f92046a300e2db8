import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { languageTag } from './language-tag.ts';

/**
 * Mails a temporary password, good for 7 days, by which a person gets an account. Once more for who has not used theirs: the mail
 * before is worth nothing then. Refused with `already_member` where the address has an account that is in use, and with
 * `too_many_invitations` above `INVITATIONS_PER_DAY`; what was refused counts as well.
 */
export const sendInvitation = endpoint({
	name: 'sendInvitation',
	function: 'invitations',
	method: 'POST',
	path: '/invitations/send',
	onlyFor: 'owners',
	request: v.strictObject({
		email: v.pipe(v.string(), v.trim(), v.maxLength(128), v.email()),
		/** Of the mail: that of the owner who invites, as nothing is known of the person. English where it is left out. */
		language: v.optional(languageTag),
	}),
	response: v.object({
		/** `again`: there was an invitation to this address before, and this one replaces it. */
		sent: v.picklist(['first', 'again']),
	}),
});
