import type { User } from 'cognito-local/lib/services/userPoolService.js';
import { attributesAppend } from 'cognito-local/lib/services/userPoolService.js';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { isRecord } from '../intrinsics.ts';
import { Challenges } from './challenges.ts';
import { newCode } from './codes.ts';
import { emailDetails, maskDetails, masked } from './delivery.ts';
import { invalidParameter, notAuthorized, UserPoolError } from './errors.ts';
import { IssuedCodes } from './issued-codes.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { lifetimeSeconds } from './tokens.ts';

type Input = Readonly<Record<string, unknown>>;
type Action = (input: Input) => Promise<unknown>;

const Text = v.optional(v.string(), '');
const Named = v.object({ ClientId: Text, Username: Text, ConfirmationCode: Text, Password: Text });
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

/** A sign-up code is good for a day, a reset code for an hour. */
const SIGN_UP_CODE_MS = 24 * 60 * 60_000;
const RESET_CODE_MS = 60 * 60_000;

/**
 * The user pools API as a browser may call it: cognito-local's answers where they are Cognito's,
 * and our own where it is too trusting. It decodes access tokens without verifying them, takes any
 * session in a challenge, resets a password without a code if none was asked for, and keeps codes
 * for ever. Actions that need AWS credentials are not offered at all.
 */
export class Actions {
	readonly #pool: Pool;
	readonly #challenges = new Challenges();
	readonly #codes = new IssuedCodes();
	readonly #refreshTokens: RefreshTokens;
	/** When somebody signed out everywhere, in epoch seconds, by sub. */
	readonly #signedOutAt = new Map<string, number>();
	readonly #own: Readonly<Record<string, Action>> = {
		SignUp: (input) => this.#signUp(input),
		ConfirmSignUp: (input) => this.#confirmSignUp(input),
		ResendConfirmationCode: (input) => this.#resendCode(input),
		ForgotPassword: (input) => this.#forgotPassword(input),
		ConfirmForgotPassword: (input) => this.#confirmForgotPassword(input),
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

	async #signUp(input: Input): Promise<unknown> {
		const { Username, Password } = v.parse(Named, input);
		checkPassword(this.#pool.policy, Password);
		this.#codes.issued(Username);
		return masked(await this.#pool.run('SignUp', input));
	}

	async #confirmSignUp(input: Input): Promise<unknown> {
		const { Username, ConfirmationCode } = v.parse(Named, input);
		this.#codes.check(await this.#find(Username), { Username, ConfirmationCode }, SIGN_UP_CODE_MS);
		await this.#pool.run('ConfirmSignUp', input);
		const user = await this.#find(Username);
		if (user) {
			await this.#save({
				...user,
				Attributes: attributesAppend(user.Attributes, { Name: 'email_verified', Value: 'true' }),
			});
		}
		return {};
	}

	async #resendCode(input: Input): Promise<unknown> {
		const { ClientId, Username } = v.parse(Named, input);
		const user = await this.#find(Username);
		const details = emailDetails(Username);
		if (!user) return { CodeDeliveryDetails: maskDetails(details) };
		if (user.UserStatus !== 'UNCONFIRMED') {
			throw invalidParameter('User is already confirmed.');
		}
		const code = newCode();
		await this.#save({ ...user, ConfirmationCode: code });
		this.#codes.issued(Username);
		const { context, id, messages } = this.#pool;
		await messages.deliver(context, 'ResendCode', ClientId, id, user, code, undefined, details);
		return { CodeDeliveryDetails: maskDetails(details) };
	}

	async #forgotPassword(input: Input): Promise<unknown> {
		const { Username } = v.parse(Named, input);
		const user = await this.#find(Username);
		// Somebody who asks for an address that has no account must not learn that.
		if (!user) return { CodeDeliveryDetails: maskDetails(emailDetails(Username)) };
		if (user.UserStatus === 'UNCONFIRMED') {
			throw invalidParameter(
				'Cannot reset password for the user as there is no registered/verified email or phone_number',
			);
		}
		this.#codes.issued(Username);
		return masked(await this.#pool.run('ForgotPassword', input));
	}

	async #confirmForgotPassword(input: Input): Promise<unknown> {
		const { Username, Password, ConfirmationCode } = v.parse(Named, input);
		this.#codes.check(await this.#find(Username), { Username, ConfirmationCode }, RESET_CODE_MS);
		checkPassword(this.#pool.policy, Password);
		return this.#pool.run('ConfirmForgotPassword', input);
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
		const result = await this.#pool
			.run('InitiateAuth', {
				...input,
				AuthParameters: {
					...record(input.AuthParameters),
					USERNAME: AuthParameters.USERNAME?.toLowerCase(),
				},
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
		checkPassword(this.#pool.policy, input.ProposedPassword);
		return this.#pool.run('ChangePassword', input).catch((error: unknown) => {
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
