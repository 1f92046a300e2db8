import { languageTag } from '#contract/language-tag';
import * as v from 'valibot';
import { mailsIn } from '../mails/mails.ts';
import type { Mail } from '../mails/sentences.ts';

export interface AccountMailsDeps {
	readonly siteOrigin: string;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html */
const customMessage = v.object({
	triggerSource: v.string(),
	request: v.object({
		/** Stands for the code, or for the temporary password. */
		codeParameter: v.nullish(v.string(), '{####}'),
		/** Stands for the address, in an invitation alone. */
		usernameParameter: v.nullish(v.string(), '{username}'),
		clientMetadata: v.nullish(v.record(v.string(), v.unknown()), {}),
	}),
});

/** As Cognito sends it: `emailMessage` is HTML. */
export interface AccountMail {
	readonly emailSubject: string;
	readonly emailMessage: string;
}

/**
 * The mail that Cognito is about to send, in the language that the site has told with its request. Undefined for those that no action of
 * ours sends: Cognito's own words go then.
 */
export function writeAccountMail(
	{ siteOrigin }: AccountMailsDeps,
	event: unknown,
): AccountMail | undefined {
	const { triggerSource, request } = v.parse(customMessage, event);
	const { codeParameter: code, usernameParameter: address, clientMetadata } = request;
	const told = v.safeParse(languageTag, clientMetadata.language);
	const mails = mailsIn(told.success ? told.output : null);
	switch (triggerSource) {
		case 'CustomMessage_SignUp':
		case 'CustomMessage_ResendCode':
		case 'CustomMessage_UpdateUserAttribute':
		case 'CustomMessage_VerifyUserAttribute':
			return inHtml(mails.addressCode({ code }));
		case 'CustomMessage_ForgotPassword':
			return inHtml(mails.resetCode({ code }));
		case 'CustomMessage_AdminCreateUser':
			return inHtml(mails.invitation({ code, address, siteOrigin }));
		default:
			return undefined;
	}
}

function inHtml({ subject, text }: Mail): AccountMail {
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	return { emailSubject: subject, emailMessage: escaped.replaceAll('\n', '<br>') };
}
