import type { User } from 'cognito-local/lib/services/userPoolService.js';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { isRecord } from '../template/intrinsics.ts';
import { Challenges } from './challenges.ts';
import { invalidParameter, notAuthorized, UserPoolError } from './errors.ts';
import { checkPassword } from './password-policy.ts';
import { comparable, hashPassword } from './passwords.ts';
import type { Pool } from './pool.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { Registration } from './registration.ts';
import { lifetimeSeconds } from './tokens.ts';

type Input = Readonly<Record<string, unknown>>;
type Action = (input: Input) => Promise<unknown>;

const SignIn = v.object({
	ClientId: v.string(),
	AuthFlow: v.string(),
	AuthParameters: v.optional(
		v.object({ USERNAME: v.optional(v.string()), REFRESH_TOKEN: v.optional(v.string()) }),
		{},
	),
});
const Response = v.object({
	ClientId: v.string(),
	ChallengeResponses: v.looseObject({ USERNAME: v.string() }),
});
const SignInResult = v.looseObject({
	ChallengeName: v.optional(v.string()),
	ChallengeParameters: v.optional(v.looseObject({ USER_ID_FOR_SRP: v.optional(v.string()) })),
	AuthenticationResult: v.optional(v.looseObject({ RefreshToken: v.optional(v.string()) })),
});

/** Signed in with: these actions of the user pools API act on the bearer of an access token. */
const ON_ACCESS_TOKEN = [
	'AssociateSoftwareToken',
	'ChangePassword',
	'DeleteUser',
	'DeleteUserAttributes',
	'GetUser',
	'GetUserAttributeVerificationCode',
	'GlobalSignOut',
	'SetUserMFAPreference',
	'UpdateUserAttributes',
	'VerifySoftwareToken',
	'VerifyUserAttribute',
];

/**
 * The user pools API as a browser may call it: cognito-local's answers where they are Cognito's,
 * and our own where it is too trusting. It decodes access tokens without verifying them, takes any
 * session in a challenge, resets a password without a code if none was asked for, and keeps codes
 * for ever. Actions that need AWS credentials are not offered at all.
 */
export class Actions {
	readonly #pool: Pool;
	readonly #challenges = new Challenges();
	readonly #registration: Registration;
	readonly #refreshTokens: RefreshTokens;
	/** When a person signed out everywhere, in epoch seconds, by sub. */
	readonly #signedOutAt = new Map<string, number>();
	readonly #own: Readonly<Record<string, Action>> = {
		SignUp: (input) => this.#registration.signUp(input),
		ConfirmSignUp: (input) => this.#registration.confirmSignUp(input),
		ResendConfirmationCode: (input) => this.#registration.resendCode(input),
		ForgotPassword: (input) => this.#registration.forgotPassword(input),
		ConfirmForgotPassword: (input) => this.#registration.confirmForgotPassword(input),
		InitiateAuth: (input) => this.#initiateAuth(input),
		RespondToAuthChallenge: (input) => this.#respond(input),
		GetTokensFromRefreshToken: (input) => this.#refreshTokens.exchange(input),
		RevokeToken: (input) => this.#pool.run('RevokeToken', input),
		ChangePassword: (input) => this.#changePassword(input),
		VerifySoftwareToken: (input) => this.#verifySoftwareToken(input),
		GlobalSignOut: (input) => this.#globalSignOut(input),
	};

	constructor(pool: Pool) {
		this.#pool = pool;
		this.#registration = new Registration(pool);
		this.#refreshTokens = new RefreshTokens(pool);
	}

	/** Runs one action. Throws `UserPoolError`, or an error of cognito-local with a `code`. */
	async run(action: string, input: Input): Promise<unknown> {
		if (ON_ACCESS_TOKEN.includes(action)) this.#bearer(input);
		else if (!Object.hasOwn(this.#own, action)) {
			throw new UserPoolError('AccessDeniedException', `${action} is not for browsers`);
		}
		const username = input.Username;
		// A user pool that signs in by e-mail does not tell upper from lower case.
		const named = typeof username === 'string' ? { Username: username.toLowerCase() } : {};
		const normalised = { ...input, ...named };
		return (this.#own[action] ?? ((given) => this.#pool.run(action, given)))(normalised);
	}

	async #initiateAuth(input: Input): Promise<unknown> {
		const { AuthFlow, AuthParameters, ClientId } = v.parse(SignIn, input);
		if (AuthFlow.startsWith('REFRESH_TOKEN')) {
			if (this.#pool.rotation.has(ClientId)) {
				throw invalidParameter('The client rotates: call GetTokensFromRefreshToken.');
			}
			const RefreshToken = AuthParameters.REFRESH_TOKEN ?? '';
			return this.#refreshTokens.exchange({ ClientId, RefreshToken });
		}
		const given = record(input.AuthParameters);
		const username = AuthParameters.USERNAME?.toLowerCase();
		const user = username === undefined ? null : await this.#find(username);
		const PASSWORD = await comparable(given.PASSWORD, user?.Password);
		const result = await this.#pool
			.run('InitiateAuth', {
				...input,
				AuthParameters: { ...given, USERNAME: username, PASSWORD },
			})
			.catch((error: unknown) => {
				throw isWrongPassword(error) ? notAuthorized() : error;
			});
		const { ChallengeName, ChallengeParameters } = v.parse(SignInResult, result);
		if (ChallengeName === undefined) return this.#completed(result, ClientId);
		const session = this.#challenges.begin(
			ChallengeParameters?.USER_ID_FOR_SRP ?? '',
			ChallengeName,
		);
		return { ...record(result), Session: session };
	}

	async #respond(input: Input): Promise<unknown> {
		const { ChallengeResponses, ClientId } = v.parse(Response, input);
		const user = await this.#find(ChallengeResponses.USERNAME.toLowerCase());
		if (!user) throw notAuthorized();
		const session = this.#challenges.check(user.Username, input);
		const result = await this.#pool.run('RespondToAuthChallenge', {
			...input,
			ChallengeResponses: { ...ChallengeResponses, USERNAME: user.Username },
		});
		this.#challenges.end(session);
		const { AuthenticationResult } = v.parse(SignInResult, result);
		// cognito-local forgets the refresh token of a sign-in that took a second step.
		if (AuthenticationResult?.RefreshToken !== undefined) {
			const { context, users } = this.#pool;
			await users.storeRefreshToken(context, AuthenticationResult.RefreshToken, user);
		}
		return this.#completed(result, ClientId);
	}

	async #changePassword(input: Input): Promise<unknown> {
		const { ProposedPassword: proposed, PreviousPassword: previous } = input;
		checkPassword(this.#pool.policy, proposed);
		const user = await this.#find(this.#bearer(input));
		const hashed = {
			...input,
			PreviousPassword: await comparable(previous, user?.Password),
			ProposedPassword: await hashPassword(String(proposed)),
		};
		return this.#pool.run('ChangePassword', hashed).catch((error: unknown) => {
			throw isWrongPassword(error) ? notAuthorized() : error;
		});
	}

	async #verifySoftwareToken(input: Input): Promise<unknown> {
		const before = await this.#find(this.#bearer(input));
		const result = await this.#pool.run('VerifySoftwareToken', input).catch((error: unknown) => {
			throw codeOf(error) === 'CodeMismatchException'
				? new UserPoolError('EnableSoftwareTokenMFAException', 'Code mismatch')
				: error;
		});
		const user = await this.#find(this.#bearer(input));
		// Verifying a token does not switch it on: that is SetUserMFAPreference's to do.
		if (user) await this.#save({ ...user, UserMFASettingList: before?.UserMFASettingList ?? [] });
		return result;
	}

	async #globalSignOut(input: Input): Promise<unknown> {
		const sub = this.#bearer(input);
		const user = await this.#find(sub);
		if (user) await this.#save({ ...user, RefreshTokens: [] });
		this.#refreshTokens.forget(sub);
		this.#signedOutAt.set(sub, Math.floor(Date.now() / 1000));
		// Tokens know whole seconds only: one issued from now on must be later than this one.
		await delay(1000 - (Date.now() % 1000));
		return {};
	}

	/** The sub of the access token in `input`. Throws unless the token is ours and still good. */
	#bearer(input: Input): string {
		const token = input.AccessToken;
		const claims = typeof token === 'string' ? this.#pool.key.verify(token) : undefined;
		const sub = claims?.sub;
		if (claims?.token_use !== 'access' || typeof sub !== 'string') {
			throw notAuthorized('Invalid Access Token');
		}
		if (Number(claims.iat) <= (this.#signedOutAt.get(sub) ?? 0)) {
			throw notAuthorized('Access Token has been revoked');
		}
		return sub;
	}

	#completed(result: unknown, clientId: string): unknown {
		const { AuthenticationResult } = v.parse(SignInResult, result);
		const client = this.#pool.clients.find((each) => each.ClientId === clientId);
		if (!AuthenticationResult || !client) return result;
		return {
			...record(result),
			AuthenticationResult: {
				...AuthenticationResult,
				TokenType: 'Bearer',
				ExpiresIn: lifetimeSeconds(client, 'AccessToken'),
			},
		};
	}

	#find(username: string): Promise<User | null> {
		return this.#pool.users.getUserByUsername(this.#pool.context, username);
	}

	#save(user: User): Promise<void> {
		return this.#pool.users.saveUser(this.#pool.context, user);
	}
}

function record(value: unknown): Input {
	return isRecord(value) ? value : {};
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** cognito-local tells a wrong password from an unknown person; Cognito does not. */
function isWrongPassword(error: unknown): boolean {
	return ['InvalidPasswordException', 'NotAuthorizedException'].includes(String(codeOf(error)));
}
