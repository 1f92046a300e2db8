import { attributesAppend, type User } from 'cognito-local/lib/services/userPoolService.js';
import * as v from 'valibot';
import { newCode } from './codes.ts';
import { emailDetails, maskDetails, masked } from './delivery.ts';
import { invalidParameter } from './errors.ts';
import { IssuedCodes } from './issued-codes.ts';
import { checkPassword } from './password-policy.ts';
import { hashPassword } from './passwords.ts';
import type { Pool } from './pool.ts';

type Input = Readonly<Record<string, unknown>>;

const Text = v.optional(v.string(), '');
const Named = v.object({ ClientId: Text, Username: Text, ConfirmationCode: Text, Password: Text });

/** A sign-up code is good for a day, a reset code for an hour. */
const SIGN_UP_CODE_MS = 24 * 60 * 60_000;
const RESET_CODE_MS = 60 * 60_000;

/** Getting an account, and getting back into it: everything that goes by a mailed code. */
export class Registration {
	readonly #pool: Pool;
	readonly #codes = new IssuedCodes();

	constructor(pool: Pool) {
		this.#pool = pool;
	}

	async signUp(input: Input): Promise<unknown> {
		const { Username, Password } = v.parse(Named, input);
		checkPassword(this.#pool.policy, Password);
		this.#codes.issued(Username);
		const hashed = { ...input, Password: await hashPassword(Password) };
		return masked(await this.#pool.run('SignUp', hashed));
	}

	async confirmSignUp(input: Input): Promise<unknown> {
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

	async resendCode(input: Input): Promise<unknown> {
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

	async forgotPassword(input: Input): Promise<unknown> {
		const { Username } = v.parse(Named, input);
		const user = await this.#find(Username);
		// The answer does not reveal whether the address has an account.
		if (!user) return { CodeDeliveryDetails: maskDetails(emailDetails(Username)) };
		if (user.UserStatus === 'UNCONFIRMED') {
			throw invalidParameter(
				'Cannot reset password for the user as there is no registered/verified email or phone_number',
			);
		}
		this.#codes.issued(Username);
		return masked(await this.#pool.run('ForgotPassword', input));
	}

	async confirmForgotPassword(input: Input): Promise<unknown> {
		const { Username, Password, ConfirmationCode } = v.parse(Named, input);
		this.#codes.check(await this.#find(Username), { Username, ConfirmationCode }, RESET_CODE_MS);
		checkPassword(this.#pool.policy, Password);
		const hashed = { ...input, Password: await hashPassword(Password) };
		return this.#pool.run('ConfirmForgotPassword', hashed);
	}

	#find(username: string): Promise<User | null> {
		return this.#pool.users.getUserByUsername(this.#pool.context, username);
	}

	#save(user: User): Promise<void> {
		return this.#pool.users.saveUser(this.#pool.context, user);
	}
}
