/**
 * `npm run smoke -- --stage NAME [--region REGION]`: a person who exists for a minute signs in, uploads a
 * file, reads it back and deletes everything, on the deployed stage. Exit 1 when any of it fails.
 */
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { parseStageArguments, stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { isDeployed, output } from './cloud.ts';
import { command, say } from './command.ts';
import { asTemporaryPerson, BY_AMPLIFY } from './temporary-person.ts';
import { tryVault } from './try-vault.ts';

const usage = {
	name: 'smoke',
	does: `Tries a deployed stage: a person who exists for a minute is invited, signs in, uploads a file, reads it back, and deletes their
files and their account. Ends with 1 where any of it fails.`,
};

await command({
	usage,
	parse: parseStageArguments,
	question: ({ stage, region, accountId }) =>
		`Try ${stage} in ${region} of account ${accountId} by a person who exists for a minute?`,
	work: async ({ stage, region }) => {
		const stack = await new AwsCloud(stackNameOf(stage), region).stack();
		if (!isDeployed(stack)) throw new Error(`There is no stage ${stage}.`);
		const { outputs } = stack;
		const userPoolId = output(outputs, 'UserPoolId');
		Amplify.configure({
			Auth: { Cognito: { userPoolId, userPoolClientId: output(outputs, 'UserPoolClientId') } },
		});

		const people = new CognitoIdentityProviderClient({ region });
		await asTemporaryPerson({ people, userPoolId, signIn: BY_AMPLIFY }, (accessToken) =>
			tryVault({
				apiUrl: output(outputs, 'ApiUrl'),
				siteUrl: output(outputs, 'SiteUrl'),
				accessToken,
				say,
			}),
		);
		say(`${stage} works.`);
	},
});
