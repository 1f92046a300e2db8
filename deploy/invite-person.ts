import {
	AdminCreateUserCommand,
	UnsupportedUserStateException,
	UsernameExistsException,
	type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

interface NewPerson {
	readonly userPoolId: string;
	readonly email: string;
	/** Of the mail, BCP 47; English where it is left out. */
	readonly language?: string;
}

/** Throws a sentence where the person has an account already. */
export async function invitePerson(
	people: Pick<CognitoIdentityProviderClient, 'send'>,
	{ userPoolId, email, language }: NewPerson,
): Promise<'invited' | 'invited-again'> {
	const invitation = {
		UserPoolId: userPoolId,
		Username: email,
		UserAttributes: [
			{ Name: 'email', Value: email },
			// The mail proves it. Without this they could never reset their password.
			{ Name: 'email_verified', Value: 'true' },
		],
		// For the function that writes the mail: lambdas/account-mails.
		...(language !== undefined && { ClientMetadata: { language } }),
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
