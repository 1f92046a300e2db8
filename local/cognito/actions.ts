import { UserPoolError } from './errors.ts';
import type { Pool } from './pool.ts';
import { Registration } from './registration.ts';
import { Self } from './self.ts';
import { SignInFlow } from './sign-in.ts';
import { refresh, revoke } from './sign-ins.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * The user pools API as a browser may call it, with the behaviour of a client whose
 * `PreventUserExistenceErrors` is `ENABLED`: what the site asks for. Actions that need AWS credentials are in `Admin`.
 */
export class Actions {
	readonly #actions: Readonly<Record<string, (input: Input) => unknown>>;

	constructor(pool: Pool) {
		const registration = new Registration(pool);
		const signIn = new SignInFlow(pool);
		const self = new Self(pool);
		this.#actions = {
			SignUp: (input) => registration.signUp(input),
			ConfirmSignUp: (input) => registration.confirmSignUp(input),
			ResendConfirmationCode: (input) => registration.resendCode(input),
			ForgotPassword: (input) => registration.forgotPassword(input),
			ConfirmForgotPassword: (input) => registration.confirmForgotPassword(input),
			InitiateAuth: (input) => signIn.begin(input),
			RespondToAuthChallenge: (input) => signIn.respond(input),
			GetTokensFromRefreshToken: (input) => refresh(pool, input),
			RevokeToken: (input) => revoke(pool, input),
			GetUser: (input) => self.getUser(input),
			ChangePassword: (input) => self.changePassword(input),
			AssociateSoftwareToken: (input) => self.associateSoftwareToken(input),
			VerifySoftwareToken: (input) => self.verifySoftwareToken(input),
			SetUserMFAPreference: (input) => self.setMfaPreference(input),
			GlobalSignOut: (input) => self.globalSignOut(input),
			DeleteUser: (input) => self.deleteUser(input),
		};
	}

	/** Throws `UserPoolError`, and valibot's error for what is not as the API wants it. */
	run(action: string, input: Input): unknown {
		const run = Object.hasOwn(this.#actions, action) ? this.#actions[action] : undefined;
		if (run) return run(input);
		throw new UserPoolError(
			'AccessDeniedException',
			`${action} is not for browsers, or this user pool does not offer it`,
		);
	}
}
