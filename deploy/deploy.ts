/** `npm run deploy -- --stage NAME [--region REGION]`: from credentials to a working vault. See docs/deploy.md. */
import { stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { command, say } from './command.ts';
import { deployStage } from './deploy-stage.ts';
import { framework, run } from './osls.ts';
import { siteFiles } from './site-files.ts';

await command(async ({ stage, region }) => {
	await run('npm', ['run', '--silent', 'build']);
	const address = await deployStage({
		cloud: new AwsCloud(stackNameOf(stage), region),
		framework: framework(stage, region),
		site: await siteFiles('build'),
		say,
	});
	say(`CloudVault is ready at ${address}`);
});
