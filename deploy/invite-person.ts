import {
	AdminCreateUserCommand,
	UnsupportedUserStateException,
	UsernameExistsException,
	type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

/** Throws a sentence where the person has an account already. */
export async function invitePerson(
	people: Pick<CognitoIdentityProviderClient, 'send'>,
	{ userPoolId, email }: { readonly userPoolId: string; readonly email: string },
): Promise<'invited' | 'invited-again'> {
	const invitation = {
		UserPoolId: userPoolId,
		Username: email,
		UserAttributes: [
			{ Name: 'email', Value: email },
			// The mail proves it. Without this they could never reset their password.
			{ Name: 'email_verified', Value: 'true' },
		],
	};
	try {
		await people.send(new AdminCreateUserCommand(invitation));
		return 'invited';
	} catch (error) {
		if (!(error instanceof UsernameExistsException)) throw error;
	}
	try {
		await people.send(new AdminCreateUserCommand({ ...invitation, MessageAction: 'RESEND' }));
		return 'invited-again';
	} catch (error) {
		if (!(error instanceof UnsupportedUserStateException)) throw error;
		throw new Error(`${email} has an account already. They can sign in.`, { cause: error });
	}
}
