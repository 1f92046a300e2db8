import * as v from 'valibot';
import type { Mailbox } from '../inbox/mailbox.ts';
import type { CustomMail, MailOccasion } from './custom-message.ts';

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

/** The pool's mails: in the words of the function that writes them, where the template has one, else in its own. */
export interface Mails {
	code(mail: MailOccasion, digits: string): Promise<void>;
	invitation(mail: MailOccasion, temporaryPassword: string): Promise<void>;
}

interface PoolMailsOptions {
	readonly mailbox: Mailbox;
	readonly poolProperties: unknown;
	/** Absent where no function writes mails. */
	readonly write?: ((mail: MailOccasion) => Promise<CustomMail>) | undefined;
}

export function poolMails({ mailbox, poolProperties, write }: PoolMailsOptions): Mails {
	const declared = v.parse(TemplateSchema, poolProperties);
	const verification = declared.VerificationMessageTemplate;
	const invitation = declared.AdminCreateUserConfig?.InviteMessageTemplate;
	const codeText =
		verification?.EmailMessage ??
		declared.EmailVerificationMessage ??
		'Your confirmation code is {####}';
	const codeSubject =
		verification?.EmailSubject ?? declared.EmailVerificationSubject ?? 'Your verification code';
	const invitationText =
		invitation?.EmailMessage ?? 'Your username is {username} and temporary password is {####}.';
	const invitationSubject = invitation?.EmailSubject ?? 'Your temporary password';

	async function send(mail: MailOccasion, secret: string, own: { subject: string; text: string }) {
		const written = await write?.(mail);
		const to = mail.account.email;
		const text = plain(written?.emailMessage ?? own.text)
			.replaceAll('{username}', () => to)
			.replaceAll('{####}', () => secret);
		const subject = written?.emailSubject ?? own.subject;
		mailbox.deliver({ from: 'no-reply@verificationemail.com', to, subject, text, code: secret });
	}

	return {
		code: (mail, digits) => send(mail, digits, { subject: codeSubject, text: codeText }),
		invitation: (mail, temporaryPassword) =>
			send(mail, temporaryPassword, { subject: invitationSubject, text: invitationText }),
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
