import {
	type AdminCreateUserCommand,
	CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { invitePerson } from '../../../../deploy/invite-person.ts';
import { writeAccountMail } from '../../../../lambdas/account-mails/write-account-mail.ts';
import { Actions } from '../../../../local/cognito/actions.ts';
import { Admin } from '../../../../local/cognito/admin.ts';
import type { InvokeFunction } from '../../../../local/cognito/custom-message.ts';
import { openPool, type Pool } from '../../../../local/cognito/pool.ts';
import { startCognito } from '../../../../local/cognito/server.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import type { LocalServer } from '../../../../local/http/serve.ts';
import { AccessKeys } from '../../../../local/iam/access-keys.ts';
import { Mailbox } from '../../../../local/inbox/mailbox.ts';
import { Template } from '../../../../local/template/template.ts';
import { renewer } from '../../../../src/lib/auth/renewer.ts';
import { TokenStorage } from '../../../../src/lib/auth/token-storage.ts';
import { connectUserPool } from '../../../../src/lib/auth/user-pool.ts';
import { totp } from '../../../support/totp.ts';

/** The site's own client, which is aws-amplify, against the local pool: every flow that the site has. */
const PASSWORD = 'correct horse battery';
const document = {
	Parameters: { SignUp: { Type: 'String', Default: 'open' } },
	Conditions: { OnlyInvited: { 'Fn::Equals': [{ Ref: 'SignUp' }, 'invited'] } },
	Resources: {
		Pool: {
			Type: 'AWS::Cognito::UserPool',
			Properties: {
				UsernameAttributes: ['email'],
				MfaConfiguration: 'OPTIONAL',
				Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 7 } },
				AdminCreateUserConfig: {
					AllowAdminCreateUserOnly: { 'Fn::If': ['OnlyInvited', true, false] },
					InviteMessageTemplate: {
						EmailSubject: 'You are invited',
						EmailMessage: 'Come in, {username}, with {####}<br>soon.',
					},
				},
			},
		},
		Site: {
			Type: 'AWS::Cognito::UserPoolClient',
			Properties: {
				ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
				RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
			},
		},
	},
};

let directory: string;
let mailbox: Mailbox;
let pool: Pool;
let admin: Admin;
let server: LocalServer;

const template = (SignUp: string, from: typeof document = document) =>
	new Template(from, {
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: { SignUp },
		makeId: fromSeed('seed'),
		queueOrigin: '',
	});

beforeAll(async () => {
	// Amplify warns of an address that is not Cognito's.
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	directory = await mkdtemp(join(tmpdir(), 'amplify-'));
	mailbox = new Mailbox(directory);
	pool = await openPool({ template: template('open'), dataDir: directory, mailbox });
	admin = new Admin(pool);
	server = await startCognito(pool, { port: 0, log: console.error });
});
afterAll(async () => {
	vi.useRealTimers();
	await server.close();
	await rm(directory, { recursive: true, force: true });
});

async function browser(at: LocalServer = server, of: Pool = pool, language = 'en-GB') {
	const kept = new Map<string, string>();
	const storage = new TokenStorage({
		get length() {
			return kept.size;
		},
		key: (index) => [...kept.keys()][index] ?? null,
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key),
		clear: () => kept.clear(),
	});
	const config = () =>
		Promise.resolve({
			apiUrl: '',
			region: 'us-east-1',
			userPoolId: of.id,
			userPoolClientId: of.clients[0]?.id ?? '',
			userPoolEndpoint: at.origin,
			signUp: 'open' as const,
			bucketOrigin: '',
		});
	return {
		storage,
		kept,
		client: await connectUserPool(storage, config, () => language),
		renewer: await renewer(storage, config),
	};
}

const codeFor = (email: string) => mailbox.list(email)[0]?.code ?? '';
const reason = (value: string) => expect.objectContaining({ reason: value }) as unknown;

async function account(email: string) {
	const tab = await browser();
	await tab.client.signUp(email, PASSWORD);
	await tab.client.confirmSignUp(email, codeFor(email));
	return tab;
}

async function invite(email: string, more: Record<string, unknown> = {}): Promise<void> {
	await admin.run('AdminCreateUser', {
		UserPoolId: pool.id,
		Username: email,
		UserAttributes: [
			{ Name: 'email', Value: email },
			{ Name: 'email_verified', Value: 'true' },
		],
		...more,
	});
}

describe('a person with capitals in their address', () => {
	test('signs up, confirms and signs in, however it is typed', async () => {
		const { client, storage } = await account('Ada.Lovelace@Example.org');

		expect(await client.signIn('ada.lovelace@example.ORG', PASSWORD)).toBe('done');

		expect(pool.key.verify(storage.accessToken?.jwt ?? '')).toMatchObject({ token_use: 'access' });
	});

	test('is refused with a wrong password as a person who does not exist is', async () => {
		const { client } = await account('known@example.org');

		await expect(client.signIn('known@example.org', 'wrong')).rejects.toEqual(
			reason('wrong_credentials'),
		);
		await expect(client.signIn('unknown@example.org', 'wrong')).rejects.toEqual(
			reason('wrong_credentials'),
		);
	});

	test('has to wait after five wrong passwords', async () => {
		const { client } = await account('guessed@example.org');
		vi.useFakeTimers({ toFake: ['Date'] });
		for (let count = 0; count < 5; count += 1) {
			await expect(client.signIn('guessed@example.org', 'wrong')).rejects.toThrow();
		}

		await expect(client.signIn('Guessed@example.org', PASSWORD)).rejects.toEqual(
			reason('too_many_attempts'),
		);
		vi.setSystemTime(Date.now() + 1000);
		expect(await client.signIn('guessed@example.org', PASSWORD)).toBe('done');
		vi.useRealTimers();
	});

	test('is asked to confirm before the first sign-in', async () => {
		const { client } = await browser();
		await client.signUp('early@example.org', PASSWORD);

		expect(await client.signIn('early@example.org', PASSWORD)).toBe('confirm-sign-up');
	});

	test('sets a new password by a mailed code', async () => {
		const { client } = await account('forgetful@example.org');
		await client.requestReset('Forgetful@example.org');
		await client.confirmReset(
			'forgetful@example.org',
			codeFor('forgetful@example.org'),
			'another horse battery',
		);

		expect(await client.signIn('forgetful@example.org', 'another horse battery')).toBe('done');
	});
});

describe('a session', () => {
	test('is renewed by rotation, and a token of before works within the grace period alone', async () => {
		const { client, renewer: tokens, kept } = await account('long@example.org');
		await client.signIn('long@example.org', PASSWORD);
		const [key = ''] = [...kept.keys()].filter((each) => each.endsWith('.refreshToken'));
		const first = kept.get(key) ?? '';

		expect(await tokens.renew()).not.toBeNull();
		expect(kept.get(key)).not.toBe(first);
		const other = await browser();
		for (const [name, value] of kept) other.kept.set(name, value);
		other.kept.set(key, first);
		expect(await other.renewer.renew()).not.toBeNull();

		vi.useFakeTimers({ toFake: ['Date'] });
		vi.setSystemTime(Date.now() + 31_000);
		other.kept.set(key, first);
		await expect(other.renewer.renew()).rejects.toMatchObject({
			name: 'RefreshTokenReuseException',
		});
		vi.useRealTimers();
	});

	test('ends everywhere at once', async () => {
		const { client, renewer: tokens } = await account('everywhere@example.org');
		const other = await browser();
		await client.signIn('everywhere@example.org', PASSWORD);
		await other.client.signIn('everywhere@example.org', PASSWORD);

		await other.client.signOut({ everywhere: true });

		expect(await tokens.renew()).toBeNull();
	});

	test('is gone with the person', async () => {
		const { client } = await account('gone@example.org');
		await client.signIn('gone@example.org', PASSWORD);

		await client.deleteUser();

		await expect(client.signIn('gone@example.org', PASSWORD)).rejects.toEqual(
			reason('wrong_credentials'),
		);
	});
});

describe('a code generator', () => {
	test('is set up, asked for, and takes a code once', async () => {
		const { client } = await account('totp@example.org');
		await client.signIn('totp@example.org', PASSWORD);
		const { secret } = await client.setUpTotp('CloudVault', 'totp@example.org');
		await client.verifyTotp(totp(secret));
		expect(await client.totpEnabled()).toBe(true);

		const again = await browser();
		expect(await again.client.signIn('totp@example.org', PASSWORD)).toBe('totp');
		await expect(again.client.confirmTotp('000000')).rejects.toEqual(reason('wrong_code'));
		const code = totp(secret);
		expect(await again.client.confirmTotp(code)).toBe('done');

		const third = await browser();
		await third.client.signIn('totp@example.org', PASSWORD);
		await expect(third.client.confirmTotp(code)).rejects.toEqual(reason('wrong_code'));
	});
});

describe('an invited person', () => {
	test('signs in with the mailed password and chooses an own one', async () => {
		await invite('Guest@example.org');
		expect(mailbox.list('guest@example.org')[0]).toMatchObject({ subject: 'You are invited' });
		const { client } = await browser();

		expect(await client.signIn('guest@example.org', codeFor('guest@example.org'))).toBe(
			'new-password',
		);
		await expect(client.setNewPassword('short')).rejects.toEqual(reason('weak_password'));
		expect(await client.setNewPassword(PASSWORD)).toBe('done');

		expect(await (await browser()).client.signIn('guest@example.org', PASSWORD)).toBe('done');
		await client.requestReset('guest@example.org');
	});

	test('is told when the invitation has expired, and comes in by a new one', async () => {
		await invite('late@example.org');
		const old = codeFor('late@example.org');
		const { client } = await browser();
		vi.useFakeTimers({ toFake: ['Date'] });
		vi.setSystemTime(Date.now() + 8 * 24 * 60 * 60_000);

		await expect(client.signIn('late@example.org', old)).rejects.toEqual(
			reason('invitation_expired'),
		);
		await invite('late@example.org', { MessageAction: 'RESEND' });
		expect(await client.signIn('late@example.org', codeFor('late@example.org'))).toBe(
			'new-password',
		);
		vi.useRealTimers();
	});

	test('who has not come yet cannot reset a password, and is told why', async () => {
		await invite('waiting@example.org');
		const { client } = await browser();

		await expect(client.requestReset('waiting@example.org')).rejects.toEqual(
			reason('invitation_open'),
		);
	});

	test('is invited by the command, again while they have not come, and not once they have', async () => {
		const keys = new AccessKeys();
		const iam = { keys, authorize: () => Promise.resolve(true), clock: { now: () => new Date() } };
		const at = await startCognito(pool, { port: 0, log: console.error, iam });
		const credentials = keys.issue('arn:aws:iam::000000000000:root');
		const people = new CognitoIdentityProviderClient({
			region: 'us-east-1',
			endpoint: at.origin,
			credentials,
		});
		const person = { userPoolId: pool.id, email: 'command@example.org' };

		expect(await invitePerson(people, person)).toBe('invited');
		expect(await invitePerson(people, person)).toBe('invited-again');
		const { client } = await browser();
		await client.signIn(person.email, codeFor(person.email));
		await client.setNewPassword(PASSWORD);
		await expect(invitePerson(people, person)).rejects.toThrow('has an account already');
		await at.close();
	});

	test('whose mail is held back gets none, and comes in with the password of the one who made the account', async () => {
		const TemporaryPassword = 'a password for once';
		await invite('quiet@example.org', { MessageAction: 'SUPPRESS', TemporaryPassword });

		expect(mailbox.list('quiet@example.org')).toEqual([]);
		const { client } = await browser();
		expect(await client.signIn('quiet@example.org', TemporaryPassword)).toBe('new-password');
	});

	test('is not invited anew where there was no invitation', async () => {
		await expect(invite('stranger@example.org', { MessageAction: 'RESEND' })).rejects.toThrow(
			expect.objectContaining({ code: 'UserNotFoundException' }),
		);
	});

	test('is not invited twice, and only where they have no account', async () => {
		await invite('once@example.org');

		await expect(invite('ONCE@example.org')).rejects.toThrow(/already exists/);
	});
});

describe('a pool by invitation', () => {
	test('lets no visitor sign up', async () => {
		const closed = await openPool({ template: template('invited'), dataDir: directory, mailbox });
		const at = await startCognito(closed, { port: 0, log: console.error });
		const { client } = await browser(at);

		await expect(client.signUp('visitor@example.org', PASSWORD)).rejects.toEqual(
			reason('invited_only'),
		);
		await at.close();
	});

	test.each(['AdminCreateUser', 'AdminAddUserToGroup', 'ListUsers'])(
		'answers %s to no one without credentials',
		async (action) => {
			const answer = await fetch(server.origin, {
				method: 'POST',
				headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` },
				body: JSON.stringify({ UserPoolId: pool.id }),
			});

			expect(answer.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
		},
	);
});

describe('the mails of a pool that names a function for them', () => {
	const arn = 'arn:aws:lambda:us-east-1:000000000000:function:account-mails';
	const withFunction = structuredClone(document);
	Object.assign(withFunction.Resources.Pool.Properties, { LambdaConfig: { CustomMessage: arn } });
	let own: Pool;
	let at: LocalServer;
	let write: InvokeFunction;

	beforeAll(async () => {
		own = await openPool({
			template: template('open', withFunction),
			dataDir: join(directory, 'own'),
			mailbox,
			invoke: (calledArn, event) => write(calledArn, event),
		});
		at = await startCognito(own, { port: 0, log: console.error });
	});
	afterAll(() => at.close());
	beforeEach(() => {
		write = (calledArn, event) => {
			if (calledArn !== arn) throw new Error('another function');
			const mail = writeAccountMail({ siteOrigin: 'https://vault.example.org' }, event);
			return Promise.resolve({ ...(event as object), response: mail });
		};
	});
	const mailTo = (email: string) => mailbox.list(email)[0];

	test('are in the language that the site told', async () => {
		const email = 'greta@example.org';
		const { client } = await browser(at, own, 'de-CH');
		await client.signUp(email, PASSWORD);
		expect(mailTo(email)?.subject).toBe('Dein Code für CloudVault');
		await client.resendCode(email);
		expect(mailTo(email)?.text).toContain(`\n\n${codeFor(email)}\n\nEr gilt einen Tag.`);
		await client.confirmSignUp(email, codeFor(email));
		await client.requestReset(email);
		expect(mailTo(email)?.subject).toBe('Wähle ein neues Passwort für CloudVault');
		await client.confirmReset(email, codeFor(email), 'another horse battery');
		expect(await client.signIn(email, 'another horse battery')).toBe('done');
	});

	test('invite in that of who invites', async () => {
		const people = {
			send: ({ input }: AdminCreateUserCommand) =>
				new Admin(own).run('AdminCreateUser', { ...input }),
		} as unknown as Parameters<typeof invitePerson>[0];
		const person = { userPoolId: own.id, email: 'ida@example.org' };
		await invitePerson(people, { ...person, language: 'de' });
		expect(mailTo('ida@example.org')).toMatchObject({
			subject: 'Du bist in einen CloudVault eingeladen',
			text: expect.stringContaining(
				'https://vault.example.org mit deiner E-Mail-Adresse ida@example.org',
			) as unknown,
		});

		await invitePerson(people, { ...person, email: 'kim@example.org' });
		expect(mailTo('kim@example.org')?.subject).toBe('You are invited to a CloudVault');
	});

	test('are the words of the pool where the function leaves them to it', async () => {
		write = (_, event) => Promise.resolve(event);
		const { client } = await browser(at, own);
		await client.signUp('plain@example.org', PASSWORD);
		expect(mailTo('plain@example.org')?.subject).toBe('Your verification code');
	});

	test('fail with the function', async () => {
		write = () => Promise.reject(new Error('no words'));
		const run = new Actions(own).run('SignUp', {
			ClientId: own.clients[0]?.id,
			Username: 'lost@example.org',
			Password: PASSWORD,
		});
		await expect(run).rejects.toMatchObject({
			code: 'UserLambdaValidationException',
			message: 'CustomMessage failed with error no words.',
		});
	});
});
