/**
 * `npm run invite -- --stage NAME --email ADDRESS [--region REGION]`: mails a person a temporary password,
 * or a new one where they have not used the last. Exit 1 when it fails.
 */
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { parseInviteArguments, stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { isDeployed, output } from './cloud.ts';
import { command, say } from './command.ts';
import { invitePerson } from './invite-person.ts';

const usage = {
	name: 'invite',
	does: `Mails a person a temporary password, good for 7 days. Run it again for one who did not come in time.`,
	options: { '--email ADDRESS': 'whom' },
	example: '--email ada@example.com',
};

await command({
	usage,
	parse: parseInviteArguments,
	question: ({ stage, region, accountId, email }) =>
		`Invite ${email} to ${stage} in ${region} of account ${accountId}?`,
	work: async ({ stage, region, email }) => {
		const stack = await new AwsCloud(stackNameOf(stage), region).stack();
		if (!isDeployed(stack)) throw new Error(`There is no stage ${stage}.`);
		const people = new CognitoIdentityProviderClient({ region });
		const userPoolId = output(stack.outputs, 'UserPoolId');
		// Nothing is known of the person: the mail is in the language of who invites.
		const language = new Intl.DateTimeFormat().resolvedOptions().locale;
		const outcome = await invitePerson(people, { userPoolId, email, language });
		say(
			outcome === 'invited'
				? `${email} is invited: a mail with a temporary password is on its way.`
				: `${email} was invited before: a mail with a new temporary password is on its way.`,
		);
	},
});
