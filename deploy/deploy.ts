/** `npm run deploy -- --stage NAME [--region REGION]`: from credentials to a working vault. See docs/deploy.md. */
import { parseStageArguments, stackNameOf } from './arguments.ts';
import { AwsAccount } from './aws-account.ts';
import { AwsCloud } from './aws-cloud.ts';
import { isDeployed } from './cloud.ts';
import { command, say } from './command.ts';
import { confirm } from './confirm.ts';
import { deployStage } from './deploy-stage.ts';
import { framework, run } from './osls.ts';
import { lookForPrerequisites, requireNothing } from './prerequisites.ts';
import { NAME_SERVERS } from './site-domain.ts';
import { siteFiles } from './site-files.ts';

const usage = {
	name: 'deploy',
	does: `Brings a stage up in your AWS account, or up to date. Before it makes a new one it looks for everything that is needed, in
seconds, and says all that is missing in one list.`,
	example: '--region eu-central-1',
};

await command({
	usage,
	parse: parseStageArguments,
	question: 'later',
	work: async ({ stage, region, accountId, yes }) => {
		const cloud = new AwsCloud(stackNameOf(stage), region);
		const isNew = !isDeployed(await cloud.stack());
		if (isNew) {
			const { missing, advice } = await lookForPrerequisites(new AwsAccount(region), region);
			for (const sentence of advice) say(sentence);
			requireNothing(missing);
		}
		const what = isNew ? `Make the stage ${stage}` : `Update the stage ${stage}`;
		await confirm(`${what} in ${region} of account ${accountId}?`, { yes });
		await run('npm', ['run', '--silent', 'build']);
		const address = await deployStage({
			cloud,
			framework: framework(stage, region),
			site: await siteFiles('build'),
			names: NAME_SERVERS,
			say,
		});
		say(`CloudVault is ready at ${address}`);
	},
});
