/** `npm run remove -- --stage NAME [--delete-data]`: takes a stage away; people's data only when told so. */
import { bastionNameOf, parseRemoveArguments, stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { command, say } from './command.ts';
import { confirm, confirmByName } from './confirm.ts';
import { framework } from './osls.ts';
import { removeStage } from './remove-stage.ts';

await command({
	usage: {
		name: 'remove',
		does: `Takes a stage away, with everything that costs: network, database, functions, site. Left are the vault's bucket and its access
log, the user pool, and a last snapshot of the database.`,
		options: {
			'--delete-data': "also deletes everybody's files, after asking for the stage's name",
			'--confirm NAME': "the stage's name, where there is no terminal to ask at",
		},
	},
	parse: parseRemoveArguments,
	question: 'later',
	work: async ({ stage, region, accountId, deleteData, yes, confirm: given }) => {
		if (deleteData) {
			const question = `This deletes every file of everybody in ${stage}, for ever. Type the stage's name to go on:`;
			await confirmByName(question, { name: stage, given });
		} else await confirm(`Remove ${stage} from account ${accountId}?`, { yes });
		await removeStage({
			cloud: new AwsCloud(stackNameOf(stage), region),
			bastion: new AwsCloud(bastionNameOf(stage), region),
			framework: framework(stage, region),
			stage,
			region,
			deleteData,
			say,
		});
	},
});
