import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Framework, Package, Variables } from './cloud.ts';

/** Runs a command to its end with its words on our terminal. Throws when it fails. */
export async function run(
	command: string,
	args: readonly string[],
	variables: Variables = {},
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
		async package(variables) {
			// It leaves a copy of each function behind.
			const TMPDIR = await mkdtemp(join(tmpdir(), 'cloudvault-package-'));
			try {
				await run('serverless', ['package', ...place], { ...variables, TMPDIR });
			} finally {
				await rm(TMPDIR, { recursive: true, force: true });
			}
			return readPackage();
		},
		// Without --package it would package anew, by the environment of this call. Without --force it does
		// nothing where it was handed the same code before, also when CloudFormation then took it back.
		deploy: () => run('serverless', ['deploy', '--force', '--package', '.serverless', ...place]),
		remove: () => run('serverless', ['remove', ...place]),
	};
}

const state = v.object({
	service: v.object({
		provider: v.object({
			stackParameters: v.array(v.object({ ParameterKey: v.string(), ParameterValue: v.string() })),
		}),
	}),
});

async function readPackage(): Promise<Package> {
	const { service } = v.parse(state, JSON.parse(await readText('serverless-state.json')));
	return {
		coreTemplate: await readText('cloudformation-template-create-stack.json'),
		template: await readText('cloudformation-template-update-stack.json'),
		parameters: Object.fromEntries(
			service.provider.stackParameters.map(({ ParameterKey, ParameterValue }) => [
				ParameterKey,
				ParameterValue,
			]),
		),
		migrateCode: await readFile('.serverless/migrate.zip'),
	};
}

function readText(name: string): Promise<string> {
	return readFile(`.serverless/${name}`, 'utf8');
}
