import { parseArgs } from 'node:util';

export interface StageArguments {
	readonly stage: string;
	/** Undefined where neither the arguments nor the environment name one. */
	readonly region: string | undefined;
	/** Whose credentials, as `~/.aws` names them. */
	readonly profile: string | undefined;
	/** The answer to the question whether to begin: for a shell without a person at it. */
	readonly yes: boolean;
}

export interface RemoveArguments extends StageArguments {
	/** Also what `remove` would otherwise leave. */
	readonly deleteData: boolean;
	/** The stage's name once more, which deleting data asks for. */
	readonly confirm: string | undefined;
}

export interface OwnerArguments extends StageArguments {
	readonly email: string;
	/** Takes it back instead. */
	readonly remove: boolean;
}

export interface InviteArguments extends StageArguments {
	readonly email: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Short, as it becomes a part of bucket names, which have 63 characters; and without a dash, as roles tell
 * stages apart by the beginning of names: `dev` would reach what is `dev-two`'s.
 */
const STAGE = /^[a-z][a-z0-9]{0,12}$/;

const STAGE_OPTIONS = {
	stage: { type: 'string' },
	region: { type: 'string' },
	profile: { type: 'string' },
	yes: { type: 'boolean', default: false },
} as const;

/** `--stage NAME [--region REGION] [--profile NAME] [--yes]`. Throws a sentence that says what is missing. */
export function parseStageArguments(
	args: readonly string[],
	environment: Environment,
): StageArguments {
	const { values } = parseArgs({ args: [...args], options: STAGE_OPTIONS });
	return stageArguments(values, environment);
}

/** The same with `[--delete-data [--confirm NAME]]`. */
export function parseRemoveArguments(
	args: readonly string[],
	environment: Environment,
): RemoveArguments {
	const { values } = parseArgs({
		args: [...args],
		options: {
			...STAGE_OPTIONS,
			'delete-data': { type: 'boolean', default: false },
			confirm: { type: 'string' },
		},
	});
	return {
		...stageArguments(values, environment),
		deleteData: values['delete-data'],
		confirm: values.confirm,
	};
}

/** The same with `--email ADDRESS [--remove]`. */
export function parseOwnerArguments(
	args: readonly string[],
	environment: Environment,
): OwnerArguments {
	const { values } = parseArgs({
		args: [...args],
		options: {
			...STAGE_OPTIONS,
			email: { type: 'string' },
			remove: { type: 'boolean', default: false },
		},
	});
	const { remove } = values;
	return { ...stageArguments(values, environment), email: emailOf(values.email), remove };
}

/** The same with `--email ADDRESS`. */
export function parseInviteArguments(
	args: readonly string[],
	environment: Environment,
): InviteArguments {
	const { values } = parseArgs({
		args: [...args],
		options: { ...STAGE_OPTIONS, email: { type: 'string' } },
	});
	return { ...stageArguments(values, environment), email: emailOf(values.email) };
}

/** An address that `--email` gave. Throws a sentence where it is missing or none. */
function emailOf(email: string | undefined): string {
	if (email !== undefined && /^\S+@\S+$/.test(email)) return email;
	throw new Error('Say who, by the address of their account: --email you@example.com');
}

interface StageValues {
	readonly stage?: string;
	readonly region?: string;
	readonly profile?: string;
	readonly yes: boolean;
}

function stageArguments(
	{ stage, region, profile, yes }: StageValues,
	{ AWS_REGION, AWS_DEFAULT_REGION }: Environment,
): StageArguments {
	if (stage === undefined) throw new Error('Say which stage: --stage NAME');
	if (!STAGE.test(stage)) {
		throw new Error('A stage is called by up to 13 lower-case letters and digits.');
	}
	const given = [region, AWS_REGION, AWS_DEFAULT_REGION].find((each) => each);
	return { stage, region: given, profile, yes };
}

export function stackNameOf(stage: string): string {
	return `cloudvault-${stage}`;
}

/** Of the stack that deploy/bastion.yml makes. */
export function bastionNameOf(stage: string): string {
	return `${stackNameOf(stage)}-bastion`;
}
