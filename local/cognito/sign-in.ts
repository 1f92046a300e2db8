import { createHmac, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Account } from './account.ts';
import { Attempts } from './attempts.ts';
import { Challenges } from './challenges.ts';
import type { Client } from './client.ts';
import { invalidParameter, notAuthorized, UserPoolError } from './errors.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { beginSignIn, refresh } from './sign-ins.ts';
import { makeVerifier, SrpExchange, type Verifier } from './srp.ts';
import { totpStep } from './totp.ts';
import { without } from './without.ts';

const Begin = v.object({
	ClientId: v.string(),
	AuthFlow: v.string(),
	AuthParameters: v.optional(v.record(v.string(), v.string()), {}),
});
const Respond = v.object({
	ClientId: v.string(),
	ChallengeName: v.string(),
	Session: v.optional(v.string(), ''),
	ChallengeResponses: v.optional(v.record(v.string(), v.string()), {}),
});
type Response = v.InferOutput<typeof Respond>;

/** Who is asked for the password, and what the first step agreed on. */
interface Exchange {
	/** Absent for a person who does not exist: nothing they send is right. */
	readonly account: Account | undefined;
	readonly username: string;
	readonly srp: SrpExchange;
}

/** A first step is good for as long as Cognito's sessions are by default. */
const EXCHANGE_MS = 3 * 60_000;

/** Signing in: InitiateAuth and RespondToAuthChallenge, by SRP as the only way to show a password. */
export class SignInFlow {
	readonly #pool: Pool;
	readonly #challenges = new Challenges();
	readonly #attempts = new Attempts();
	/** By secret block. */
	readonly #exchanges = new Map<string, Exchange & { readonly until: number }>();
	/** Keeps the simulated salt of a person who does not exist the same for the life of this process. */
	readonly #simulationKey = randomBytes(32);
	/** By sub, the step of the last code that was used. */
	readonly #usedSteps = new Map<string, number>();

	constructor(pool: Pool) {
		this.#pool = pool;
	}

	begin(input: unknown): unknown {
		const { AuthFlow, AuthParameters, ClientId } = v.parse(Begin, input);
		const client = this.#pool.client(ClientId);
		if (AuthFlow.startsWith('REFRESH_TOKEN')) {
			if (client.graceSeconds !== undefined) {
				throw invalidParameter('Auth flow not enabled for this client');
			}
			return refresh(this.#pool, { ClientId, RefreshToken: AuthParameters.REFRESH_TOKEN ?? '' });
		}
		if (AuthFlow !== 'USER_SRP_AUTH' || !client.flows.includes('ALLOW_USER_SRP_AUTH')) {
			throw invalidParameter(`${AuthFlow} flow not enabled for this client`);
		}
		return this.#askForPassword(AuthParameters.USERNAME ?? '', AuthParameters.SRP_A ?? '');
	}

	respond(input: unknown): unknown {
		const response = v.parse(Respond, input);
		const client = this.#pool.client(response.ClientId);
		switch (response.ChallengeName) {
			case 'PASSWORD_VERIFIER':
				return this.#verifyPassword(response, client);
			case 'SOFTWARE_TOKEN_MFA':
				return this.#verifyTotp(response, client);
			case 'NEW_PASSWORD_REQUIRED':
				return this.#setNewPassword(response, client);
			default:
				throw invalidParameter(`${response.ChallengeName} is not a challenge of this pool`);
		}
	}

	#askForPassword(username: string, srpA: string): unknown {
		const account = this.#pool.accounts.find(username);
		if (account?.status === 'RESET_REQUIRED') {
			throw new UserPoolError(
				'PasswordResetRequiredException',
				'Password reset required for the user',
			);
		}
		const { userId, kept } = this.#keptFor(username, account);
		const srp = this.#exchange(userId, kept, srpA);
		const secretBlock = randomBytes(64).toString('base64');
		this.#forgetOld();
		const until = Date.now() + EXCHANGE_MS;
		this.#exchanges.set(secretBlock, { account, username, srp, until });
		return {
			ChallengeName: 'PASSWORD_VERIFIER',
			ChallengeParameters: {
				SALT: kept.salt,
				SECRET_BLOCK: secretBlock,
				SRP_B: srp.srpB,
				USERNAME: userId,
				USER_ID_FOR_SRP: userId,
			},
		};
	}

	#exchange(userId: string, kept: Verifier, srpA: string): SrpExchange {
		try {
			return new SrpExchange(this.#pool.identity({ sub: userId }), kept, srpA);
		} catch {
			throw invalidParameter('SRP_A is invalid');
		}
	}

	/** RFC 5054, 2.5.1.3: an unknown person gets the same salt each time, so that the answer tells nothing. */
	#keptFor(username: string, account: Account | undefined): { userId: string; kept: Verifier } {
		if (account?.password) return { userId: account.sub, kept: account.password };
		const simulated = (what: string): string =>
			createHmac('sha256', this.#simulationKey)
				.update(`${what}:${username.toLowerCase()}`)
				.digest('hex');
		const id = simulated('id');
		const userId = [
			id.slice(0, 8),
			id.slice(8, 12),
			`4${id.slice(13, 16)}`,
			`a${id.slice(17, 20)}`,
			id.slice(20, 32),
		].join('-');
		return {
			userId,
			kept: { salt: simulated('salt').slice(0, 32), verifier: simulated('verifier') },
		};
	}

	#verifyPassword({ ChallengeResponses }: Response, client: Client): unknown {
		const secretBlock = ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK ?? '';
		const exchange = this.#exchanges.get(secretBlock);
		this.#exchanges.delete(secretBlock);
		if (!exchange || exchange.until < Date.now()) throw notAuthorized();
		this.#attempts.check(exchange.username);
		const isRight = exchange.srp.proves({
			secretBlock,
			timestamp: ChallengeResponses.TIMESTAMP ?? '',
			signature: ChallengeResponses.PASSWORD_CLAIM_SIGNATURE ?? '',
		});
		const account = exchange.account && this.#pool.accounts.find(exchange.account.sub);
		if (!isRight || !account) {
			this.#attempts.failed(exchange.username);
			throw notAuthorized();
		}
		this.#attempts.succeeded(exchange.username);
		return this.#afterPassword(account, client);
	}

	#afterPassword(account: Account, client: Client): unknown {
		if (account.status === 'UNCONFIRMED') {
			throw new UserPoolError('UserNotConfirmedException', 'User is not confirmed.');
		}
		if (account.status === 'FORCE_CHANGE_PASSWORD') {
			if ((account.temporaryUntil ?? 0) < Date.now()) {
				throw notAuthorized(
					'Temporary password has expired and must be reset by an administrator.',
				);
			}
			return this.#challenge(account, 'NEW_PASSWORD_REQUIRED', {
				requiredAttributes: '[]',
				userAttributes: JSON.stringify({ email: account.email, email_verified: 'true' }),
			});
		}
		return this.#askForTotp(account, client);
	}

	#askForTotp(account: Account, client: Client): unknown {
		if (account.totp?.enabled !== true) return this.#arrive(account, client);
		return this.#challenge(account, 'SOFTWARE_TOKEN_MFA', {});
	}

	#challenge(
		account: Account,
		ChallengeName: string,
		parameters: Readonly<Record<string, string>>,
	): unknown {
		return {
			ChallengeName,
			Session: this.#challenges.begin(account.sub, ChallengeName),
			ChallengeParameters: { USER_ID_FOR_SRP: account.sub, ...parameters },
		};
	}

	#verifyTotp(response: Response, client: Client): unknown {
		const account = this.#challenged(response);
		const code = response.ChallengeResponses.SOFTWARE_TOKEN_MFA_CODE ?? '';
		const step = account.totp && totpStep(account.totp.secret, code);
		if (step === undefined) {
			throw new UserPoolError('CodeMismatchException', 'Invalid code received for user');
		}
		if (step <= (this.#usedSteps.get(account.sub) ?? 0)) {
			throw new UserPoolError(
				'ExpiredCodeException',
				'Your software token has already been used once.',
			);
		}
		this.#usedSteps.set(account.sub, step);
		this.#challenges.end(response.Session);
		return this.#arrive(account, client);
	}

	#setNewPassword(response: Response, client: Client): unknown {
		const account = this.#challenged(response);
		const newPassword = response.ChallengeResponses.NEW_PASSWORD ?? '';
		checkPassword(this.#pool.policy, newPassword);
		const rest = without(account, 'temporaryUntil');
		const password = makeVerifier(this.#pool.identity(account), newPassword);
		const confirmed = this.#pool.accounts.put({ ...rest, password, status: 'CONFIRMED' });
		this.#challenges.end(response.Session);
		return this.#askForTotp(confirmed, client);
	}

	/** Whose open challenge is answered. Throws where the session is over, or is of another person. */
	#challenged(response: Response): Account {
		const account = this.#pool.accounts.find(response.ChallengeResponses.USERNAME ?? '');
		if (!account) throw notAuthorized();
		this.#challenges.check(account.sub, response);
		return account;
	}

	#arrive(account: Account, client: Client): unknown {
		return {
			ChallengeParameters: {},
			AuthenticationResult: beginSignIn(this.#pool, account, client),
		};
	}

	#forgetOld(): void {
		for (const [secretBlock, { until }] of this.#exchanges) {
			if (until < Date.now()) this.#exchanges.delete(secretBlock);
		}
	}
}
