/** `npm run remove -- --stage NAME [--delete-data]`: takes a stage away; people's data only when told so. */
import { bastionNameOf, stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { command, say } from './command.ts';
import { framework } from './osls.ts';
import { removeStage } from './remove-stage.ts';

await command(({ stage, region, deleteData }) =>
	removeStage({
		cloud: new AwsCloud(stackNameOf(stage), region),
		bastion: new AwsCloud(bastionNameOf(stage), region),
		framework: framework(stage, region),
		stage,
		region,
		deleteData,
		say,
	}),
);
