import * as v from 'valibot';
import type { Mailbox } from '../inbox/mailbox.ts';

const TemplateSchema = v.object({
	EmailVerificationMessage: v.optional(v.string()),
	EmailVerificationSubject: v.optional(v.string()),
	VerificationMessageTemplate: v.optional(
		v.object({ EmailMessage: v.optional(v.string()), EmailSubject: v.optional(v.string()) }),
	),
	AdminCreateUserConfig: v.optional(
		v.object({
			InviteMessageTemplate: v.optional(
				v.object({ EmailMessage: v.optional(v.string()), EmailSubject: v.optional(v.string()) }),
			),
		}),
	),
});

/** The pool's mails, in the words that the template gives them. */
export interface Mails {
	code(to: string, digits: string): void;
	invitation(to: string, temporaryPassword: string): void;
}

export function poolMails(mailbox: Mailbox, poolProperties: unknown): Mails {
	const declared = v.parse(TemplateSchema, poolProperties);
	const verification = declared.VerificationMessageTemplate;
	const invitation = declared.AdminCreateUserConfig?.InviteMessageTemplate;
	const from = 'no-reply@verificationemail.com';
	const codeText =
		verification?.EmailMessage ??
		declared.EmailVerificationMessage ??
		'Your confirmation code is {####}';
	const codeSubject =
		verification?.EmailSubject ?? declared.EmailVerificationSubject ?? 'Your verification code';
	const invitationText =
		invitation?.EmailMessage ?? 'Your username is {username} and temporary password is {####}.';
	return {
		code: (to, digits) => {
			const text = plain(codeText).replaceAll('{####}', digits);
			mailbox.deliver({ from, to, subject: codeSubject, text, code: digits });
		},
		invitation: (to, temporaryPassword) => {
			const text = plain(invitationText)
				.replaceAll('{username}', () => to)
				.replaceAll('{####}', () => temporaryPassword);
			const subject = invitation?.EmailSubject ?? 'Your temporary password';
			mailbox.deliver({ from, to, subject, text, code: temporaryPassword });
		},
	};
}

/** The inbox shows text; Cognito's mails are HTML. */
function plain(html: string): string {
	return html
		.replaceAll(/<br\s*\/?>|<\/p>/g, '\n')
		.replaceAll(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');
}
