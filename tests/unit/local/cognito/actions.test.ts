import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Actions } from '../../../../local/cognito/actions.ts';
import { createPerson } from '../../../../local/cognito/people.ts';
import { openPool, type Pool } from '../../../../local/cognito/pool.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { Mailbox } from '../../../../local/inbox/mailbox.ts';
import { Template } from '../../../../local/template/template.ts';
import { totp } from '../../../support/totp.ts';

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
let actions: Actions;
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
	actions = new Actions(pool);
	client = pool.clients[0]?.ClientId ?? '';
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const codeFor = (email: string): string => mailbox.list(email)[0]?.code ?? '';

async function signUp(email: string): Promise<void> {
	await actions.run('SignUp', { ClientId: client, Username: email, Password: PASSWORD });
	const ConfirmationCode = codeFor(email);
	await actions.run('ConfirmSignUp', { ClientId: client, Username: email, ConfirmationCode });
}

function start(email: string, password = PASSWORD): Promise<unknown> {
	return actions.run('InitiateAuth', {
		ClientId: client,
		AuthFlow: 'USER_PASSWORD_AUTH',
		AuthParameters: { USERNAME: email, PASSWORD: password },
	});
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
		await createPerson(pool, { ...person, groups: ['owners'] });
		await createPerson(pool, { email: 'family@example.com', password: PASSWORD });

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

	test('is joined by a person with an account, and keeps its members over a restart', async () => {
		await signUp('later@example.com');
		await createPerson(pool, { email: 'later@example.com', password: '', groups: ['owners'] });

		const restarted = await openPool({ template, dataDir: directory, mailbox });

		const user = await restarted.users.getUserByUsername(restarted.context, 'later@example.com');
		expect(
			user && (await restarted.users.listUserGroupMembership(restarted.context, user)),
		).toEqual(['owners']);
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

		const user = await pool.users.getUserByUsername(pool.context, 'off@example.com');
		const [anyClient] = pool.clients;
		if (!user || !anyClient) throw new Error('The account is missing');
		const { AccessToken } = await pool.tokens.generate(
			pool.context,
			user,
			[],
			anyClient,
			undefined,
			'Authentication',
		);
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
	test.each(['AdminCreateUser', 'ListUsers', 'DeleteUserPool', 'AdminSetUserPassword', 'toString'])(
		'does not include %s',
		async (action) => {
			await expect(actions.run(action, {})).rejects.toMatchObject({
				code: 'AccessDeniedException',
			});
		},
	);

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
	const accounts = () => join(directory, 'cognito/db', `${pool.id}.json`);

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
		for (const name of await readdir(join(directory, 'cognito/db'))) {
			const { mode } = await stat(join(directory, 'cognito/db', name));
			expect([name, mode & 0o777]).toEqual([name, 0o600]);
		}
		await signIn('kept@example.com', ProposedPassword);
		await expect(signIn('kept@example.com')).rejects.toThrow();
	});

	test('do not open to what they hold in place of a password', async () => {
		await signUp('hash@example.com');
		const user = await pool.users.getUserByUsername(pool.context, 'hash@example.com');

		await expect(signIn('hash@example.com', user?.Password)).rejects.toThrow();
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

	test('of an earlier version, with passwords as they were typed, are taken over', async () => {
		await signUp('old@example.com');
		const { Password = '' } =
			(await pool.users.getUserByUsername(pool.context, 'old@example.com')) ?? {};
		const dataDir = await mkdtemp(join(tmpdir(), 'pool-'));
		const file = join(dataDir, 'cognito/db', `${pool.id}.json`);
		await mkdir(join(dataDir, 'cognito/db'), { recursive: true });
		const text = await readFile(accounts(), 'utf8');
		await writeFile(file, text.replace(Password, PASSWORD));

		const old = await openPool({ template, dataDir, mailbox });

		expect(await readFile(file, 'utf8')).not.toContain(PASSWORD);
		const result = await new Actions(old).run('InitiateAuth', {
			ClientId: client,
			AuthFlow: 'USER_PASSWORD_AUTH',
			AuthParameters: { USERNAME: 'old@example.com', PASSWORD },
		});
		expect(result).toHaveProperty('AuthenticationResult.AccessToken');
		await rm(dataDir, { recursive: true, force: true });
	});

	test('that cannot be read are said aloud, not replaced', async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'pool-'));
		const file = join(dataDir, 'cognito/db', `${pool.id}.json`);
		await mkdir(join(dataDir, 'cognito/db'), { recursive: true });
		await writeFile(file, '{"Users": {"half');

		await expect(openPool({ template, dataDir, mailbox })).rejects.toThrow(/cannot be read/);
		expect(await readFile(file, 'utf8')).toBe('{"Users": {"half');
		await rm(dataDir, { recursive: true, force: true });
	});
});
