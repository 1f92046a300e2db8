import { spawn } from 'node:child_process';
import type { Framework } from './cloud.ts';

/** Runs a command to its end with its words on our terminal. Throws when it fails. */
export async function run(
	command: string,
	args: readonly string[],
	variables: Readonly<Record<string, string>> = {},
): Promise<void> {
	const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...variables } });
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
	if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed.`);
}

/** The framework for one stage. Its `serverless` is in node_modules/.bin, which npm puts on the path. */
export function framework(stage: string, region: string): Framework {
	const place = ['--stage', stage, '--region', region];
	return {
		deploy: (variables) => run('serverless', ['deploy', ...place], variables),
		deployFunction: (name, variables) =>
			run('serverless', ['deploy', 'function', '--function', name, ...place], variables),
		remove: () => run('serverless', ['remove', ...place]),
	};
}
