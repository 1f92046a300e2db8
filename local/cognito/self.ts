import * as v from 'valibot';
import type { Account } from './account.ts';
import { Attempts } from './attempts.ts';
import { invalidParameter, notAuthorized, UserPoolError } from './errors.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { isPassword, makeVerifier } from './srp.ts';
import { newTotpSecret, totpStep } from './totp.ts';

const Text = v.optional(v.string(), '');
const ChangePassword = v.object({ PreviousPassword: Text, ProposedPassword: Text });
const UserCode = v.object({ UserCode: Text });
const MfaPreference = v.object({
	SoftwareTokenMfaSettings: v.optional(v.object({ Enabled: v.optional(v.boolean(), false) })),
});

type Input = Readonly<Record<string, unknown>>;

/** What the bearer of an access token may do about their own account. */
export class Self {
	readonly #pool: Pool;
	readonly #attempts = new Attempts();

	constructor(pool: Pool) {
		this.#pool = pool;
	}

	/** Whose access token `input` carries. Throws unless it is ours, still good, and of a session that goes on. */
	bearer({ AccessToken }: Input): Account {
		const claims = typeof AccessToken === 'string' ? this.#pool.key.verify(AccessToken) : undefined;
		if (claims?.token_use !== 'access' || claims.iss !== this.#pool.issuer) {
			throw notAuthorized('Invalid Access Token');
		}
		const account = this.#pool.accounts.find(String(claims.sub));
		if (!account) throw new UserPoolError('UserNotFoundException', 'User does not exist.');
		if (!account.signIns.some(({ id }) => id === claims.origin_jti)) {
			throw notAuthorized('Access Token has been revoked');
		}
		return account;
	}

	getUser(input: Input): unknown {
		const account = this.bearer(input);
		const hasTotp = account.totp?.enabled === true;
		return {
			Username: account.sub,
			UserAttributes: [
				{ Name: 'email', Value: account.email },
				{ Name: 'email_verified', Value: String(account.emailVerified) },
				{ Name: 'sub', Value: account.sub },
			],
			...(hasTotp && {
				PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
				UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
			}),
		};
	}

	changePassword(input: Input): unknown {
		const account = this.bearer(input);
		const { PreviousPassword, ProposedPassword } = v.parse(ChangePassword, input);
		const identity = this.#pool.identity(account);
		this.#attempts.check(account.sub);
		if (!account.password || !isPassword(identity, PreviousPassword, account.password)) {
			this.#attempts.failed(account.sub);
			throw notAuthorized();
		}
		this.#attempts.succeeded(account.sub);
		checkPassword(this.#pool.policy, ProposedPassword);
		this.#pool.accounts.put({ ...account, password: makeVerifier(identity, ProposedPassword) });
		return {};
	}

	/** The secret replaces the present one once a code has shown that the person has it. */
	associateSoftwareToken(input: Input): unknown {
		const SecretCode = newTotpSecret();
		this.#pool.accounts.put({ ...this.bearer(input), newTotpSecret: SecretCode });
		return { SecretCode };
	}

	/** Does not switch it on: that is SetUserMFAPreference's to do. */
	verifySoftwareToken(input: Input): unknown {
		const { newTotpSecret: secret, ...account } = this.bearer(input);
		if (secret === undefined) throw invalidParameter('Software token has not been associated');
		if (totpStep(secret, v.parse(UserCode, input).UserCode) === undefined) {
			throw new UserPoolError('EnableSoftwareTokenMFAException', 'Code mismatch');
		}
		this.#pool.accounts.put({
			...account,
			totp: { secret, enabled: account.totp?.enabled ?? false },
		});
		return { Status: 'SUCCESS' };
	}

	setMfaPreference(input: Input): unknown {
		const account = this.bearer(input);
		const { SoftwareTokenMfaSettings } = v.parse(MfaPreference, input);
		if (SoftwareTokenMfaSettings === undefined) return {};
		const { Enabled: enabled } = SoftwareTokenMfaSettings;
		if (!account.totp) {
			if (!enabled) return {};
			throw invalidParameter('User has not verified software token mfa');
		}
		this.#pool.accounts.put({ ...account, totp: { ...account.totp, enabled } });
		return {};
	}

	globalSignOut(input: Input): unknown {
		this.#pool.accounts.put({ ...this.bearer(input), signIns: [] });
		return {};
	}

	deleteUser(input: Input): unknown {
		this.#pool.accounts.delete(this.bearer(input).sub);
		return {};
	}
}
