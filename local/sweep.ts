/** `npm run sweep`: see `HELP`. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { parseArgs } from 'node:util';
import { runningStack, type RunningStack } from './stack/running.ts';

const HELP = `Usage: npm run sweep [-- OPTIONS]

Runs now what the vault on this machine runs by itself every 15 minutes, and then the daily comparison of database and bucket.
Running it once more, or while the vault does the same, is harmless.

  --task NAME   only one of the two: unfinished, reconcile
  --data DIR    the data of the running vault (default: .cloudvault)
  --help        this text

Example: npm run sweep -- --task unfinished

Prints what each task counted. Ends with 1 where a task failed, with 2 where none could be asked.`;

const TASKS = ['unfinished', 'reconcile'];

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			task: { type: 'string', multiple: true, default: TASKS },
			data: { type: 'string', default: '.cloudvault' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const unknown = values.task.find((task) => !TASKS.includes(task));
	if (unknown !== undefined) {
		throw new Error(`There is no task ${unknown}; there are ${TASKS.join(' and ')}.`);
	}
	const client = lambdaOf(await runningStack(values.data));
	for (const task of values.task) await sweep(client, task);
}

function lambdaOf({ lambdaUrl, ...credentials }: RunningStack): LambdaClient {
	return new LambdaClient({
		endpoint: lambdaUrl,
		region: 'us-east-1',
		credentials,
		// A second call would only do the same again.
		maxAttempts: 1,
		requestHandler: { requestTimeout: 0 },
	});
}

async function sweep(client: LambdaClient, task: string): Promise<void> {
	const command = new InvokeCommand({ FunctionName: 'sweep', Payload: JSON.stringify({ task }) });
	const { FunctionError, Payload } = await client.send(command).catch((error: unknown) => {
		throw new Error(`The vault does not answer: ${String(error)}. Does npm start still run?`, {
			cause: error,
		});
	});
	console.log(`${task}: ${Buffer.from(Payload ?? []).toString('utf8')}`);
	if (FunctionError !== undefined) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 2;
});
