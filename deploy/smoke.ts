/**
 * `npm run smoke -- --stage NAME [--region REGION]`: a person who exists for a minute signs in, uploads a
 * file, reads it back and deletes everything, on the deployed stage. Exit 1 when any of it fails.
 */
import {
	AdminCreateUserCommand,
	AdminDeleteUserCommand,
	AdminSetUserPasswordCommand,
	CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';
import { randomBytes } from 'node:crypto';
import { stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { isDeployed, output, type Outputs } from './cloud.ts';
import { command, say } from './command.ts';
import { tryVault } from './try-vault.ts';

await command(async ({ stage, region }) => {
	const stack = await new AwsCloud(stackNameOf(stage), region).stack();
	if (!isDeployed(stack)) throw new Error(`There is no stage ${stage}.`);
	const { outputs } = stack;

	const people = new CognitoIdentityProviderClient({ region });
	const person = {
		UserPoolId: output(outputs, 'UserPoolId'),
		Username: `smoke-${String(Date.now())}@example.com`,
	};
	await people.send(new AdminCreateUserCommand({ ...person, MessageAction: 'SUPPRESS' }));
	try {
		const password = randomBytes(24).toString('base64url');
		await people.send(
			new AdminSetUserPasswordCommand({ ...person, Password: password, Permanent: true }),
		);
		await tryVault({
			apiUrl: output(outputs, 'ApiUrl'),
			siteUrl: output(outputs, 'SiteUrl'),
			accessToken: await accessTokenOf(outputs, person.Username, password),
			say,
		});
	} finally {
		await people.send(new AdminDeleteUserCommand(person));
	}
	say(`${stage} works.`);
});

/** Signs in as the site does: by SRP, without sending the password. */
async function accessTokenOf(
	outputs: Outputs,
	username: string,
	password: string,
): Promise<string> {
	Amplify.configure({
		Auth: {
			Cognito: {
				userPoolId: output(outputs, 'UserPoolId'),
				userPoolClientId: output(outputs, 'UserPoolClientId'),
			},
		},
	});
	await signIn({ username, password });
	const { tokens } = await fetchAuthSession();
	if (tokens === undefined) throw new Error('Signing in gave no tokens.');
	return tokens.accessToken.toString();
}
