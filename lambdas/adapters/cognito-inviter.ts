import {
	AdminCreateUserCommand,
	CognitoIdentityProviderClient,
	CognitoIdentityProviderServiceException,
	UnsupportedUserStateException,
	UsernameExistsException,
	type AdminCreateUserCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { VaultError } from '../domain/vault-error.ts';
import type { Invited, PersonInviter } from '../ports/invitations.ts';
import { patientCall } from './patient-call.ts';

/** Cognito's day of mails is counted by no clock that it tells; by this time some of it has passed, in seconds. */
const MAILS_RETURN_SECONDS = 24 * 3600;

/** Region, credentials and endpoint come from the SDK's own variables. */
export function createCognitoClient(): CognitoIdentityProviderClient {
	return new CognitoIdentityProviderClient({
		// A second try of a call whose answer was lost mails once more, and both mails have a password; the newer one is good.
		maxAttempts: 2,
		requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
	});
}

export class CognitoInviter implements PersonInviter {
	readonly #client: Pick<CognitoIdentityProviderClient, 'send'>;
	readonly #userPoolId: string;

	constructor(client: Pick<CognitoIdentityProviderClient, 'send'>, userPoolId: string) {
		this.#client = client;
		this.#userPoolId = userPoolId;
	}

	async invite(email: string, language: string | undefined): Promise<Invited> {
		try {
			return { sent: 'first', personId: await this.#create(email, language) };
		} catch (error) {
			if (!(error instanceof UsernameExistsException)) throw refusalOf(error);
		}
		try {
			return { sent: 'again', personId: await this.#create(email, language, 'RESEND') };
		} catch (error) {
			throw refusalOf(error);
		}
	}

	async #create(
		email: string,
		language: string | undefined,
		MessageAction?: AdminCreateUserCommandInput['MessageAction'],
	): Promise<string> {
		const command = new AdminCreateUserCommand({
			UserPoolId: this.#userPoolId,
			Username: email,
			UserAttributes: [
				{ Name: 'email', Value: email },
				// The mail proves it. Without this they could never reset their password.
				{ Name: 'email_verified', Value: 'true' },
			],
			MessageAction,
			// For the function that writes the mail: lambdas/account-mails.
			ClientMetadata: language === undefined ? undefined : { language },
		});
		const { User } = await patientCall('people', (options) => this.#client.send(command, options));
		return User?.Username ?? '';
	}
}

/** By the names that Cognito gives its refusals. Everything else is a fault on the way, or of ours. */
function refusalOf(cause: unknown): unknown {
	if (cause instanceof VaultError) return cause;
	if (cause instanceof UnsupportedUserStateException)
		return new VaultError('already_member', { cause });
	const name = cause instanceof CognitoIdentityProviderServiceException ? cause.name : '';
	switch (name) {
		case 'InvalidParameterException':
			return new VaultError('bad_request', { field: 'email', cause });
		case 'LimitExceededException':
			return new VaultError('too_many_invitations', {
				retryAfterSeconds: MAILS_RETURN_SECONDS,
				cause,
			});
		case 'NotAuthorizedException':
		case 'ResourceNotFoundException':
		case 'AccessDeniedException':
			return cause;
		default:
			return new VaultError('unavailable', { cause });
	}
}
