/** What signing in asks for next. */
export type SignInStep = 'done' | 'totp' | 'new-password' | 'confirm-sign-up' | 'reset-password';

/** The user pool in our words. Every verb throws `AuthError` or `ApiError`, and nothing else. */
export interface UserPool {
	signUp(email: string, password: string): Promise<'done' | 'confirm-sign-up'>;
	confirmSignUp(email: string, code: string): Promise<void>;
	resendCode(email: string): Promise<void>;
	/** Where it ends in `done`, the tokens are in the token storage. */
	signIn(email: string, password: string): Promise<SignInStep>;
	confirmTotp(code: string): Promise<SignInStep>;
	/** Ends the sign-in of a person who was invited, and so far has a temporary password. */
	setNewPassword(newPassword: string): Promise<SignInStep>;
	requestReset(email: string): Promise<void>;
	confirmReset(email: string, code: string, newPassword: string): Promise<void>;
	/** Revokes the refresh token, or with `everywhere` all of this person; where the network is down it is only forgotten here. */
	signOut(options?: { readonly everywhere?: boolean }): Promise<void>;
	/** Throws `wrong_credentials` where the person is deleted already. */
	deleteUser(): Promise<void>;
	/** A new secret, and the `otpauth:` address that authenticator apps read from a QR code. */
	setUpTotp(
		issuer: string,
		email: string,
	): Promise<{ readonly secret: string; readonly uri: string }>;
	/** Proves that the app has the secret, and asks for a code at every sign-in from then on. */
	verifyTotp(code: string): Promise<void>;
	disableTotp(): Promise<void>;
	totpEnabled(): Promise<boolean>;
}
