import { describe, expect, it } from 'vitest';
import { translated } from '../../../../architecture/languages/catalogue.ts';
import { writeAccountMail } from '../../../../lambdas/account-mails/write-account-mail.ts';

const deps = { siteOrigin: 'https://vault.example.org' };

const mailOn = (occasion: string, language?: unknown) =>
	writeAccountMail(deps, {
		version: '1',
		triggerSource: `CustomMessage_${occasion}`,
		request: {
			userAttributes: { email: 'ada@example.org' },
			codeParameter: '{####}',
			usernameParameter: occasion === 'AdminCreateUser' ? '{username}' : null,
			...(language !== undefined && { clientMetadata: { language } }),
		},
		response: { smsMessage: null, emailMessage: null, emailSubject: null },
	});

describe('a mail of the user pool', () => {
	it.each([
		['SignUp', 'Your code for CloudVault'],
		['ResendCode', 'Your code for CloudVault'],
		['UpdateUserAttribute', 'Your code for CloudVault'],
		['VerifyUserAttribute', 'Your code for CloudVault'],
		['ForgotPassword', 'Choose a new password for CloudVault'],
		['AdminCreateUser', 'You are invited to a CloudVault'],
	])('on %s has the code, in each language', (occasion, subject) => {
		expect(mailOn(occasion, 'en-GB')?.emailSubject).toBe(subject);
		for (const language of ['en', ...translated]) {
			const message = mailOn(occasion, language)?.emailMessage;
			expect(message?.match(/<br>\{####\}<br>/g)).toHaveLength(1);
		}
	});

	it('that invites has the place, and the address, which Cognito demands', () => {
		expect(mailOn('AdminCreateUser', 'de')?.emailMessage).toContain(
			'Melde dich auf https://vault.example.org mit deiner E-Mail-Adresse {username} und',
		);
	});

	it.each([undefined, 'sv', 'not a language', 7, null])(
		'is English where %j was told',
		(language) => {
			expect(mailOn('SignUp', language)?.emailSubject).toBe('Your code for CloudVault');
		},
	);

	it('shows what it is given as text', () => {
		const mail = writeAccountMail(
			{ siteOrigin: 'https://a.example/?b&c=<d>' },
			{ triggerSource: 'CustomMessage_AdminCreateUser', request: {} },
		);
		expect(mail?.emailMessage).toContain('https://a.example/?b&amp;c=&lt;d>');
	});

	it('of another kind is left to Cognito', () => {
		expect(mailOn('Authentication')).toBeUndefined();
	});
});
