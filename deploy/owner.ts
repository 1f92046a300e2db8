/**
 * `npm run owner -- --stage NAME --email ADDRESS [--region REGION] [--remove]`: makes a person who has signed
 * up one of those who run the stage, see its health page and invite others; `--remove` takes that back. Exit 1 when it fails.
 */
import {
	AdminAddUserToGroupCommand,
	AdminRemoveUserFromGroupCommand,
	CognitoIdentityProviderClient,
	UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { parseOwnerArguments, stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { isDeployed, output } from './cloud.ts';
import { command, say } from './command.ts';

const usage = {
	name: 'owner',
	does: `Makes a person who has signed up one of those who run the stage: they see its health page and can invite others, and see no files but their own.`,
	options: {
		'--email ADDRESS': 'whose account',
		'--remove': 'takes it back',
	},
	example: '--email you@example.com',
};

await command({
	usage,
	parse: parseOwnerArguments,
	question: ({ stage, region, accountId, email, remove }) =>
		`Make ${email} ${remove ? 'no longer an owner' : 'an owner'} of ${stage} in ${region}, account ${accountId}?`,
	work: async ({ stage, region, email, remove }) => {
		const stack = await new AwsCloud(stackNameOf(stage), region).stack();
		if (!isDeployed(stack)) throw new Error(`There is no stage ${stage}.`);
		const { outputs } = stack;

		const membership = {
			UserPoolId: output(outputs, 'UserPoolId'),
			Username: email,
			GroupName: 'owners',
		};
		const people = new CognitoIdentityProviderClient({ region });
		try {
			if (remove) await people.send(new AdminRemoveUserFromGroupCommand(membership));
			else await people.send(new AdminAddUserToGroupCommand(membership));
		} catch (error) {
			if (error instanceof UserNotFoundException)
				throw new Error(`No account has signed up as ${email} yet.`, { cause: error });
			throw error;
		}
		say(
			remove
				? `${email} no longer sees the health page and invites no one, once their present token has ended (15 minutes).`
				: `${email} owns ${stage}: the health page, where they can invite others, is in their menu after they sign in again.`,
		);
	},
});
