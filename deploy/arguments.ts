import { parseArgs } from 'node:util';

export interface StageArguments {
	readonly stage: string;
	readonly region: string;
	/** Removing only: also what `remove` would otherwise leave. */
	readonly deleteData: boolean;
}

/**
 * Short, as it becomes a part of bucket names, which have 63 characters; and without a dash, as roles tell
 * stages apart by the beginning of names: `dev` would reach what is `dev-two`'s.
 */
const STAGE = /^[a-z][a-z0-9]{0,12}$/;

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
	return { ...placeOf(values, environment), deleteData: values['delete-data'] };
}

export interface OwnerArguments {
	readonly stage: string;
	readonly region: string;
	readonly email: string;
	/** Takes it back instead. */
	readonly remove: boolean;
}

/** `--stage NAME --email ADDRESS [--region REGION] [--remove]`. Throws a sentence that says what is missing. */
export function parseOwnerArguments(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): OwnerArguments {
	const { values } = parseArgs({
		args: [...args],
		options: {
			stage: { type: 'string' },
			region: { type: 'string' },
			email: { type: 'string' },
			remove: { type: 'boolean', default: false },
		},
	});
	const { email, remove } = values;
	if (email === undefined || !/^\S+@\S+$/.test(email)) {
		throw new Error('Say who, by the address of their account: --email you@example.com');
	}
	return { ...placeOf(values, environment), email, remove };
}

function placeOf(
	{ stage, region }: { readonly stage?: string; readonly region?: string },
	environment: Readonly<Record<string, string | undefined>>,
): { readonly stage: string; readonly region: string } {
	if (stage === undefined) throw new Error('Say which stage: --stage NAME');
	if (!STAGE.test(stage)) {
		throw new Error('A stage is called by up to 13 lower-case letters and digits.');
	}
	return { stage, region: region ?? environment.AWS_REGION ?? 'us-east-1' };
}

export function stackNameOf(stage: string): string {
	return `cloudvault-${stage}`;
}

/** Of the stack that deploy/bastion.yml makes. */
export function bastionNameOf(stage: string): string {
	return `${stackNameOf(stage)}-bastion`;
}
