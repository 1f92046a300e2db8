import {
	AdminCreateUserCommand,
	type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { confirmSignIn, deleteUser, fetchAuthSession, signIn } from 'aws-amplify/auth';
import { randomBytes, randomUUID } from 'node:crypto';

/** What a person of the user pool does by themselves, as the site does it. */
export interface SignIn {
	/** Signs in by a temporary password, and chooses one of their own. Answers with an access token. */
	first(email: string, temporary: string, password: string): Promise<string>;
	/** Deletes the account of who is signed in. */
	deleteAccount(): Promise<void>;
}

/** By SRP, without sending a password. */
export const BY_AMPLIFY: SignIn = {
	async first(email, temporary, password) {
		const { nextStep } = await signIn({ username: email, password: temporary });
		if (nextStep.signInStep !== 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') {
			throw new Error(`Cognito asks an invited person for ${nextStep.signInStep}.`);
		}
		await confirmSignIn({ challengeResponse: password });
		const { tokens } = await fetchAuthSession();
		if (tokens === undefined) throw new Error('Signing in gave no tokens.');
		return tokens.accessToken.toString();
	},
	deleteAccount: () => deleteUser(),
};

export interface Pool {
	readonly people: Pick<CognitoIdentityProviderClient, 'send'>;
	readonly userPoolId: string;
	readonly signIn: SignIn;
}

/**
 * Invites a person under a new name, lets them do something by their token, and has them delete their own account, also when
 * that failed. Nothing here reaches the account of another person: it takes one right, to invite.
 */
export async function asTemporaryPerson(
	{ people, userPoolId, signIn: session }: Pool,
	work: (accessToken: string) => Promise<void>,
): Promise<void> {
	const email = `smoke-${randomUUID()}@example.com`;
	const temporary = randomBytes(24).toString('base64url');
	await people.send(
		new AdminCreateUserCommand({
			UserPoolId: userPoolId,
			Username: email,
			TemporaryPassword: temporary,
			MessageAction: 'SUPPRESS', // no mail: the address is of no person
		}),
	);
	const accessToken = await session
		.first(email, temporary, randomBytes(24).toString('base64url'))
		.catch((error: unknown) => {
			throw new Error(
				`${email} was invited but cannot sign in, and so stays in the user pool ${userPoolId}: ${error instanceof Error ? error.message : String(error)}`,
				{ cause: error },
			);
		});
	try {
		await work(accessToken);
	} finally {
		await session.deleteAccount();
	}
}
