import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Actions } from '../../../../local/cognito/actions.ts';
import { Admin } from '../../../../local/cognito/admin.ts';
import { createPerson } from '../../../../local/cognito/people.ts';
import { openPool, type Pool } from '../../../../local/cognito/pool.ts';
import { beginSignIn } from '../../../../local/cognito/sign-ins.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { Mailbox } from '../../../../local/inbox/mailbox.ts';
import { Template } from '../../../../local/template/template.ts';
import { totp } from '../../../support/totp.ts';
import { showPassword } from './srp-client.ts';

interface Tokens {
	readonly AccessToken: string;
	readonly IdToken: string;
	readonly RefreshToken: string;
	readonly ExpiresIn: number;
}

const PASSWORD = 'correct horse battery';
const document = {
	Resources: {
		Pool: {
			Type: 'AWS::Cognito::UserPool',
			Properties: {
				UsernameAttributes: ['email'],
				AutoVerifiedAttributes: ['email'],
				MfaConfiguration: 'OPTIONAL',
				Policies: { PasswordPolicy: { MinimumLength: 12 } },
			},
		},
		Site: {
			Type: 'AWS::Cognito::UserPoolClient',
			Properties: {
				UserPoolId: { Ref: 'Pool' },
				ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
				AccessTokenValidity: 15,
				TokenValidityUnits: { AccessToken: 'minutes' },
				RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
			},
		},
		Owners: {
			Type: 'AWS::Cognito::UserPoolGroup',
			Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'owners' },
		},
	},
};

let directory: string;
let template: Template;
let pool: Pool;
let actions: Promising;
let mailbox: Mailbox;
let client: string;

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'pool-'));
	template = new Template(document, {
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: {},
		makeId: fromSeed('seed'),
		queueOrigin: '',
	});
	mailbox = new Mailbox(directory);
	pool = await openPool({ template, dataDir: directory, mailbox });
	actions = promising(new Actions(pool));
	client = pool.clients[0]?.id ?? '';
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Promising {
	run(action: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** What an action throws is a rejection, as for those who call it by HTTP. */
function promising(asked: Actions): Promising {
	return { run: async (action, input) => Promise.resolve().then(() => asked.run(action, input)) };
}

const codeFor = (email: string): string => mailbox.list(email)[0]?.code ?? '';

async function signUp(email: string): Promise<void> {
	await actions.run('SignUp', { ClientId: client, Username: email, Password: PASSWORD });
	const ConfirmationCode = codeFor(email);
	await actions.run('ConfirmSignUp', { ClientId: client, Username: email, ConfirmationCode });
}

function start(email: string, password = PASSWORD, asked = actions): Promise<unknown> {
	return showPassword(pool, asked, { email, password });
}

async function signIn(email: string, password = PASSWORD): Promise<Tokens> {
	const result = (await start(email, password)) as { AuthenticationResult: Tokens };
	return result.AuthenticationResult;
}

function refresh(RefreshToken: string): Promise<{ AuthenticationResult: Tokens }> {
	return actions.run('GetTokensFromRefreshToken', { ClientId: client, RefreshToken }) as Promise<{
		AuthenticationResult: Tokens;
	}>;
}

/** Signs up, switches a code generator on and returns how to make its codes. */
async function signUpWithTotp(email: string): Promise<() => string> {
	await signUp(email);
	const { AccessToken } = await signIn(email);
	const { SecretCode } = (await actions.run('AssociateSoftwareToken', { AccessToken })) as {
		SecretCode: string;
	};
	const code = () => totp(SecretCode);
	await actions.run('VerifySoftwareToken', { AccessToken, UserCode: code() });
	const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
	await actions.run('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings });
	return code;
}

describe('an account', () => {
	test('is usable only after the mailed code was given', async () => {
		const Username = 'new@example.com';
		await actions.run('SignUp', { ClientId: client, Username, Password: PASSWORD });

		await expect(start(Username)).rejects.toMatchObject({ code: 'UserNotConfirmedException' });
		const wrong = { ClientId: client, Username, ConfirmationCode: 'x' };
		await expect(actions.run('ConfirmSignUp', wrong)).rejects.toMatchObject({
			code: 'CodeMismatchException',
		});

		const ConfirmationCode = codeFor(Username);
		await actions.run('ConfirmSignUp', { ClientId: client, Username, ConfirmationCode });
		expect(await signIn(Username)).toMatchObject({ ExpiresIn: 900, TokenType: 'Bearer' });
	});

	test('gets a new code on request, and the old one stops working', async () => {
		const Username = 'again@example.com';
		await actions.run('SignUp', { ClientId: client, Username, Password: PASSWORD });
		const first = codeFor(Username);

		await actions.run('ResendConfirmationCode', { ClientId: client, Username });

		const stale = { ClientId: client, Username, ConfirmationCode: first };
		await expect(actions.run('ConfirmSignUp', stale)).rejects.toThrow();
		const ConfirmationCode = codeFor(Username);
		await actions.run('ConfirmSignUp', { ClientId: client, Username, ConfirmationCode });
	});

	test('is one account in upper and lower case', async () => {
		await signUp('Case@Example.com');

		await expect(signUp('case@example.com')).rejects.toMatchObject({
			code: 'UsernameExistsException',
		});
		await signIn('CASE@example.com');
	});

	test('refuses a password that the template does not allow', async () => {
		const short = { ClientId: client, Username: 'short@example.com', Password: 'too short' };

		await expect(actions.run('SignUp', short)).rejects.toMatchObject({
			code: 'InvalidPasswordException',
		});
	});

	test('does not tell a wrong password from an unknown person', async () => {
		await signUp('known@example.com');

		const wrong = await start('known@example.com', 'wrong').catch(String);
		const unknown = await start('unknown@example.com', 'wrong').catch(String);

		expect(wrong).toBe(unknown);
	});

	test('is gone once deleted', async () => {
		await signUp('gone@example.com');
		const { AccessToken } = await signIn('gone@example.com');

		await actions.run('DeleteUser', { AccessToken });

		await expect(start('gone@example.com')).rejects.toMatchObject({
			code: 'NotAuthorizedException',
		});
	});
});

describe('a forgotten password', () => {
	test('is reset by the mailed code, once', async () => {
		const Username = 'forgetful@example.com';
		await signUp(Username);
		const answer = await actions.run('ForgotPassword', { ClientId: client, Username });
		expect(answer).toMatchObject({ CodeDeliveryDetails: { Destination: 'f***@e***' } });

		const Password = 'another horse battery';
		const reset = { ClientId: client, Username, Password, ConfirmationCode: codeFor(Username) };
		await actions.run('ConfirmForgotPassword', reset);

		await signIn(Username, Password);
		await expect(actions.run('ConfirmForgotPassword', reset)).rejects.toMatchObject({
			code: 'ExpiredCodeException',
		});
	});

	test('cannot be reset without a code that was asked for', async () => {
		const Username = 'victim@example.com';
		await signUp(Username);

		const taken = actions.run('ConfirmForgotPassword', {
			ClientId: client,
			Username,
			Password: 'attackers password',
		});

		await expect(taken).rejects.toThrow();
		await signIn(Username);
	});

	test('cannot be guessed: five wrong codes end it', async () => {
		const Username = 'guessed@example.com';
		await signUp(Username);
		await actions.run('ForgotPassword', { ClientId: client, Username });
		const guess = (ConfirmationCode: string) =>
			actions.run('ConfirmForgotPassword', {
				ClientId: client,
				Username,
				Password: PASSWORD,
				ConfirmationCode,
			});

		for (let count = 0; count < 5; count += 1) await guess('guess').catch(() => undefined);

		await expect(guess(codeFor(Username))).rejects.toMatchObject({
			code: 'LimitExceededException',
		});
	});

	test('does not reveal who has an account', async () => {
		const answer = await actions.run('ForgotPassword', {
			ClientId: client,
			Username: 'nobody@example.com',
		});

		expect(answer).toEqual({
			CodeDeliveryDetails: {
				AttributeName: 'email',
				DeliveryMedium: 'EMAIL',
				Destination: 'n***@e***',
			},
		});
	});
});

describe('a session', () => {
	test('goes on with a refresh token, which is replaced each time', async () => {
		await signUp('long@example.com');
		const first = await signIn('long@example.com');

		const second = await refresh(first.RefreshToken);
		const third = await refresh(second.AuthenticationResult.RefreshToken);

		const tokens = [first, second.AuthenticationResult, third.AuthenticationResult];
		expect(new Set(tokens.map((each) => each.RefreshToken)).size).toBe(3);
		await actions.run('GetUser', { AccessToken: third.AuthenticationResult.AccessToken });
	});

	test('says in every renewed token when it began', async () => {
		vi.useFakeTimers({ toFake: ['Date'] });
		await signUp('since@example.com');
		const first = await signIn('since@example.com');
		vi.setSystemTime(Date.now() + 600_000);

		const second = await refresh(first.RefreshToken);
		const third = await refresh(second.AuthenticationResult.RefreshToken);
		vi.useRealTimers();

		const [then, now] = [first, third.AuthenticationResult].map(({ AccessToken }) =>
			pool.key.verify(AccessToken),
		);
		expect(now?.auth_time).toBe(then?.auth_time);
		expect(Number(now?.iat)).toBe(Number(then?.iat) + 600);
	});

	test('does not go on with a token that is no refresh token of this pool', async () => {
		await signUp('forger@example.com');
		const { AccessToken, RefreshToken } = await signIn('forger@example.com');

		for (const token of [AccessToken, `${RefreshToken.slice(0, -8)}AAAAAAAA`, 'x', '']) {
			await expect(refresh(token)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
		}
	});

	test('ends with its refresh token', async () => {
		await signUp('revoked@example.com');
		const { RefreshToken } = await signIn('revoked@example.com');

		await actions.run('RevokeToken', { ClientId: client, Token: RefreshToken });

		await expect(refresh(RefreshToken)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
	});

	test('ends everywhere at once', async () => {
		await signUp('everywhere@example.com');
		const { AccessToken, RefreshToken } = await signIn('everywhere@example.com');

		await actions.run('GlobalSignOut', { AccessToken });

		await expect(refresh(RefreshToken)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
		await expect(actions.run('GetUser', { AccessToken })).rejects.toMatchObject({
			code: 'NotAuthorizedException',
		});
		const again = await signIn('everywhere@example.com');
		await actions.run('GetUser', { AccessToken: again.AccessToken });
	});
});

describe('a group of the template', () => {
	const groupsOf = (token: string) => pool.key.verify(token)?.['cognito:groups'];

	test('is named in the tokens of its members, also in refreshed ones, and in no others', async () => {
		const person = { email: 'owner@example.com', password: PASSWORD };
		createPerson(pool, { ...person, groups: ['owners'] });
		createPerson(pool, { email: 'family@example.com', password: PASSWORD });

		const owner = await signIn(person.email);
		const fresh = (await refresh(owner.RefreshToken)).AuthenticationResult;
		const family = await signIn('family@example.com');

		expect([owner.AccessToken, owner.IdToken, fresh.AccessToken].map(groupsOf)).toEqual([
			['owners'],
			['owners'],
			['owners'],
		]);
		expect(groupsOf(family.AccessToken)).toBeUndefined();
	});

	test('is joined and left by what the command for owners asks, once however often', async () => {
		await signUp('promoted@example.com');
		const admin = new Admin(pool);
		const membership = {
			UserPoolId: pool.id,
			Username: 'Promoted@example.com',
			GroupName: 'owners',
		};

		admin.run('AdminAddUserToGroup', membership);
		admin.run('AdminAddUserToGroup', membership);
		const owner = await signIn('promoted@example.com');
		admin.run('AdminRemoveUserFromGroup', membership);
		const former = await signIn('promoted@example.com');

		expect(groupsOf(owner.AccessToken)).toEqual(['owners']);
		expect(groupsOf(former.AccessToken)).toBeUndefined();
	});

	test.each([
		[
			'a group that the template does not have',
			{ GroupName: 'admins' },
			'ResourceNotFoundException',
		],
		['a person who is not there', { Username: 'nobody@example.com' }, 'UserNotFoundException'],
		['another pool', { UserPoolId: 'us-east-1_other' }, 'ResourceNotFoundException'],
	])('is not joined where the command names %s', async (_, wrong, code) => {
		createPerson(pool, { email: 'member@example.com', password: PASSWORD });
		const right = { UserPoolId: pool.id, Username: 'member@example.com', GroupName: 'owners' };

		expect(() => new Admin(pool).run('AdminAddUserToGroup', { ...right, ...wrong })).toThrow(
			expect.objectContaining({ code }),
		);

		expect(groupsOf((await signIn('member@example.com')).AccessToken)).toBeUndefined();
	});

	test('is joined by a person with an account, and keeps its members over a restart', async () => {
		await signUp('later@example.com');
		createPerson(pool, { email: 'later@example.com', password: '', groups: ['owners'] });

		const restarted = await openPool({ template, dataDir: directory, mailbox });

		expect(restarted.accounts.find('later@example.com')?.groups).toEqual(['owners']);
	});
});

describe('a code generator', () => {
	test('is asked for after the password, and the session can be refreshed', async () => {
		const code = await signUpWithTotp('totp@example.com');
		const challenge = (await start('totp@example.com')) as { Session: string };
		expect(challenge).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });

		const result = (await actions.run('RespondToAuthChallenge', {
			ClientId: client,
			ChallengeName: 'SOFTWARE_TOKEN_MFA',
			Session: challenge.Session,
			ChallengeResponses: { USERNAME: 'totp@example.com', SOFTWARE_TOKEN_MFA_CODE: code() },
		})) as { AuthenticationResult: Tokens };

		await refresh(result.AuthenticationResult.RefreshToken);
	});

	test('does not replace the password: an invented session is refused', async () => {
		const code = await signUpWithTotp('session@example.com');

		const skipped = actions.run('RespondToAuthChallenge', {
			ClientId: client,
			ChallengeName: 'SOFTWARE_TOKEN_MFA',
			Session: 'made up',
			ChallengeResponses: { USERNAME: 'session@example.com', SOFTWARE_TOKEN_MFA_CODE: code() },
		});

		await expect(skipped).rejects.toMatchObject({ code: 'NotAuthorizedException' });
	});

	test('is not asked for until it is switched on, nor after it is switched off', async () => {
		await signUpWithTotp('off@example.com');
		const other = await signIn('known@example.com');
		await actions.run('AssociateSoftwareToken', { AccessToken: other.AccessToken });
		expect(await signIn('known@example.com')).toHaveProperty('AccessToken');

		const off = pool.accounts.find('off@example.com');
		const [anyClient] = pool.clients;
		if (!off || !anyClient) throw new Error('The account is missing');
		const { AccessToken } = beginSignIn(pool, off, anyClient);
		const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
		await actions.run('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings });

		expect(await signIn('off@example.com')).toHaveProperty('AccessToken');
	});

	test('is not set up by a wrong code', async () => {
		await signUp('wrong@example.com');
		const { AccessToken } = await signIn('wrong@example.com');
		await actions.run('AssociateSoftwareToken', { AccessToken });

		const verified = actions.run('VerifySoftwareToken', { AccessToken, UserCode: '000000' });

		await expect(verified).rejects.toMatchObject({ code: 'EnableSoftwareTokenMFAException' });
	});
});

describe('what a browser may call', () => {
	test.each([
		'AdminCreateUser',
		'AdminAddUserToGroup',
		'ListUsers',
		'UpdateUserAttributes',
		'toString',
	])('does not include %s', async (action) => {
		await expect(actions.run(action, {})).rejects.toMatchObject({
			code: 'AccessDeniedException',
		});
	});

	test('acts on the bearer of a genuine access token only', async () => {
		await signUp('bearer@example.com');
		const { AccessToken, IdToken } = await signIn('bearer@example.com');
		const [header = '', payload = ''] = AccessToken.split('.');
		const none = Buffer.from('{"alg":"none"}').toString('base64url');

		for (const token of [IdToken, `${header}.${payload}.`, `${none}.${payload}.`, undefined]) {
			await expect(actions.run('DeleteUser', { AccessToken: token })).rejects.toMatchObject({
				code: 'NotAuthorizedException',
			});
		}
	});
});

describe('the accounts on the disk', () => {
	const accounts = () => join(directory, 'cognito', `${pool.id}.json`);

	test('hold no password and are for their user alone', async () => {
		await signUp('kept@example.com');
		const { AccessToken } = await signIn('kept@example.com');
		const ProposedPassword = 'another horse battery';
		const change = { AccessToken, PreviousPassword: PASSWORD, ProposedPassword };
		await actions.run('ChangePassword', change);

		const kept = await readFile(accounts(), 'utf8');
		expect(kept).toContain('kept@example.com');
		expect(kept).not.toContain(PASSWORD);
		expect(kept).not.toContain(ProposedPassword);
		for (const name of await readdir(join(directory, 'cognito'))) {
			const { mode } = await stat(join(directory, 'cognito', name));
			expect([name, mode & 0o777]).toEqual([name, 0o600]);
		}
		await signIn('kept@example.com', ProposedPassword);
		await expect(signIn('kept@example.com')).rejects.toThrow();
	});

	test('do not open to what they hold in place of a password', async () => {
		await signUp('hash@example.com');
		const { verifier } = pool.accounts.find('hash@example.com')?.password ?? {};

		await expect(signIn('hash@example.com', verifier)).rejects.toThrow();
	});

	test('stay whole and as they were where the disk takes nothing more', async () => {
		await signUp('before@example.com');
		const before = await readFile(accounts(), 'utf8');
		// In the way of the file that would replace it.
		await mkdir(`${accounts()}.new`);

		const Username = 'full@example.com';
		const signingUp = actions.run('SignUp', { ClientId: client, Username, Password: PASSWORD });

		await expect(signingUp).rejects.toThrow();
		expect(await readFile(accounts(), 'utf8')).toBe(before);
		await rm(`${accounts()}.new`, { recursive: true });
		await signUp(Username);
		await signIn('before@example.com');
	});

	test('of an earlier version keep who they are, and ask for a new password', async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'pool-'));
		const former = join(dataDir, 'cognito/db', `${pool.id}.json`);
		await mkdir(join(dataDir, 'cognito/db'), { recursive: true });
		const sub = '5c3c1a2e-0000-4000-8000-000000000001';
		const date = '2026-05-01T10:00:00.000Z';
		const kept = {
			Users: {
				[sub]: {
					Username: sub,
					Password: 'scrypt$0000000000000000000000$00000000000000000000000000000000000000000000',
					UserStatus: 'CONFIRMED',
					UserCreateDate: date,
					UserLastModifiedDate: date,
					Attributes: [
						{ Name: 'sub', Value: sub },
						{ Name: 'email', Value: 'Old@example.com' },
					],
				},
			},
			Groups: { owners: { GroupName: 'owners', members: [sub] } },
		};
		await writeFile(former, JSON.stringify(kept));

		const old = await openPool({ template, dataDir, mailbox });
		const asked = promising(new Actions(old));

		expect(old.accounts.all()).toMatchObject([
			{ sub, groups: ['owners'], status: 'RESET_REQUIRED' },
		]);
		await expect(readFile(former)).rejects.toMatchObject({ code: 'ENOENT' });
		const Username = 'old@example.com';
		await expect(start(Username, PASSWORD, asked)).rejects.toMatchObject({
			code: 'PasswordResetRequiredException',
		});
		await asked.run('ForgotPassword', { ClientId: client, Username });
		const ConfirmationCode = codeFor(Username);
		const reset = { ClientId: client, Username, Password: PASSWORD, ConfirmationCode };
		await asked.run('ConfirmForgotPassword', reset);
		expect(await start(Username, PASSWORD, asked)).toHaveProperty('AuthenticationResult');
		await rm(dataDir, { recursive: true, force: true });
	});

	test('that cannot be read are said aloud, not replaced', async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'pool-'));
		const file = join(dataDir, 'cognito', `${pool.id}.json`);
		await mkdir(join(dataDir, 'cognito'), { recursive: true });
		await writeFile(file, '{"Users": {"half');

		await expect(openPool({ template, dataDir, mailbox })).rejects.toThrow(/cannot be read/);
		expect(await readFile(file, 'utf8')).toBe('{"Users": {"half');
		await rm(dataDir, { recursive: true, force: true });
	});
});
