import * as v from 'valibot';
import type { Account } from './account.ts';
import { checkCode, codeMismatch, newCode } from './codes.ts';
import { ClientMetadataSchema, type ClientMetadata } from './custom-message.ts';
import { delivery } from './delivery.ts';
import { invalidParameter, notAuthorized, UserPoolError } from './errors.ts';
import { checkPassword } from './password-policy.ts';
import { newAccount } from './people.ts';
import type { Pool } from './pool.ts';
import { makeVerifier } from './srp.ts';
import { without } from './without.ts';

const Text = v.optional(v.string(), '');
const Named = v.object({
	ClientId: Text,
	Username: Text,
	ConfirmationCode: Text,
	Password: Text,
	ClientMetadata: ClientMetadataSchema,
});

/** Getting an account, and getting back into it: everything that goes by a mailed code. */
export class Registration {
	readonly #pool: Pool;

	constructor(pool: Pool) {
		this.#pool = pool;
	}

	async signUp(input: unknown): Promise<unknown> {
		const { ClientId, Username, Password, ClientMetadata } = v.parse(Named, input);
		this.#pool.client(ClientId);
		if (!this.#pool.isOpen) throw notAuthorized('SignUp is not permitted for this user pool');
		if (!/^[^\s@]+@[^\s@]+$/.test(Username)) {
			throw invalidParameter('Username should be an email.');
		}
		checkPassword(this.#pool.policy, Password);
		if (this.#pool.accounts.find(Username)) {
			throw new UserPoolError('UsernameExistsException', 'User already exists');
		}
		const account = newAccount(Username);
		const password = makeVerifier(this.#pool.identity(account), Password);
		const unconfirmed = { ...account, status: 'UNCONFIRMED' as const, emailVerified: false };
		await this.#send({ ...unconfirmed, password }, 'SignUp', ClientMetadata);
		return {
			UserConfirmed: false,
			UserSub: account.sub,
			CodeDeliveryDetails: delivery(Username),
		};
	}

	confirmSignUp(input: unknown): unknown {
		const { Username, ConfirmationCode } = v.parse(Named, input);
		const account = this.#pool.accounts.find(Username);
		if (!account) throw codeMismatch();
		if (account.status !== 'UNCONFIRMED') {
			throw notAuthorized(`User cannot be confirmed. Current status is ${account.status}`);
		}
		checkCode(this.#pool.accounts, account, { purpose: 'sign-up', digits: ConfirmationCode });
		const confirmed = without(account, 'code');
		this.#pool.accounts.put({ ...confirmed, status: 'CONFIRMED', emailVerified: true });
		return {};
	}

	async resendCode(input: unknown): Promise<unknown> {
		const { Username, ClientMetadata } = v.parse(Named, input);
		const account = this.#pool.accounts.find(Username);
		if (!account) return { CodeDeliveryDetails: delivery(Username) };
		if (account.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
		await this.#send(account, 'ResendCode', ClientMetadata);
		return { CodeDeliveryDetails: delivery(Username) };
	}

	async forgotPassword(input: unknown): Promise<unknown> {
		const { Username, ClientMetadata } = v.parse(Named, input);
		const account = this.#pool.accounts.find(Username);
		// The answer does not reveal whether the address has an account.
		if (!account) return { CodeDeliveryDetails: delivery(Username) };
		if (account.status === 'FORCE_CHANGE_PASSWORD') {
			throw notAuthorized('User password cannot be reset in the current state.');
		}
		if (!account.emailVerified) {
			throw invalidParameter(
				'Cannot reset password for the user as there is no registered/verified email or phone_number',
			);
		}
		await this.#send(account, 'ForgotPassword', ClientMetadata);
		return { CodeDeliveryDetails: delivery(Username) };
	}

	confirmForgotPassword(input: unknown): unknown {
		const { Username, Password, ConfirmationCode } = v.parse(Named, input);
		checkPassword(this.#pool.policy, Password);
		const account = this.#pool.accounts.find(Username);
		if (!account) throw codeMismatch();
		checkCode(this.#pool.accounts, account, { purpose: 'reset', digits: ConfirmationCode });
		const rest = without(account, 'code');
		const password = makeVerifier(this.#pool.identity(account), Password);
		this.#pool.accounts.put({ ...rest, status: 'CONFIRMED', password });
		return {};
	}

	/** Mailed once it is kept: a mail whose code is not known would only confuse. */
	async #send(
		account: Account,
		occasion: 'SignUp' | 'ResendCode' | 'ForgotPassword',
		clientMetadata: ClientMetadata,
	): Promise<void> {
		const code = newCode(occasion === 'ForgotPassword' ? 'reset' : 'sign-up');
		const kept = this.#pool.accounts.put({ ...account, code });
		await this.#pool.mails.code({ occasion, account: kept, clientMetadata }, code.digits);
	}
}
