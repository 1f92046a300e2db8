import type { Messages } from 'cognito-local/lib/services/messages.js';
import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import type { Mailbox } from '../inbox/mailbox.ts';

const TemplateSchema = v.object({
	EmailVerificationMessage: v.optional(v.string()),
	EmailVerificationSubject: v.optional(v.string()),
	VerificationMessageTemplate: v.optional(
		v.object({ EmailMessage: v.optional(v.string()), EmailSubject: v.optional(v.string()) }),
	),
});

/** Six random digits. */
export function newCode(): string {
	return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Mails Cognito's codes to the inbox, in the words the template gives them. */
export function codeMails(mailbox: Mailbox, poolProperties: unknown): Messages {
	const declared = v.parse(TemplateSchema, poolProperties);
	const wording = declared.VerificationMessageTemplate;
	const text =
		wording?.EmailMessage ??
		declared.EmailVerificationMessage ??
		'Your confirmation code is {####}';
	const subject =
		wording?.EmailSubject ?? declared.EmailVerificationSubject ?? 'Your verification code';
	return {
		deliver: (_context, _source, _clientId, _poolId, _user, code, _metadata, details) => {
			mailbox.deliver({
				from: 'no-reply@verificationemail.com',
				to: details.Destination,
				subject,
				text: text.replaceAll('{####}', code).replaceAll(/<[^>]+>/g, ' '),
				code,
			});
			return Promise.resolve();
		},
	};
}
