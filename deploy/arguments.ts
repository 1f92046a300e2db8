import { parseArgs } from 'node:util';

export interface StageArguments {
	readonly stage: string;
	readonly region: string;
	/** Removing only: also what `remove` would otherwise leave. */
	readonly deleteData: boolean;
}

/** Letters, digits and dashes, short: it becomes a part of bucket names, which have 63 characters. */
const STAGE = /^[a-z][a-z0-9-]{0,15}$/;

/** `--stage NAME [--region REGION]`. Throws a sentence that says what is missing. */
export function parseStageArguments(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): StageArguments {
	const { values } = parseArgs({
		args: [...args],
		options: {
			stage: { type: 'string' },
			region: { type: 'string' },
			'delete-data': { type: 'boolean', default: false },
		},
	});
	if (values.stage === undefined) throw new Error('Say which stage: --stage NAME');
	if (!STAGE.test(values.stage)) {
		throw new Error('A stage is called by up to 16 lower-case letters, digits and dashes.');
	}
	const region = values.region ?? environment.AWS_REGION ?? 'us-east-1';
	return { stage: values.stage, region, deleteData: values['delete-data'] };
}

export function stackNameOf(stage: string): string {
	return `cloudvault-${stage}`;
}
