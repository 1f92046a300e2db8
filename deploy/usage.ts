/** What `--help` tells of one of our commands. */
export interface Usage {
	/** As in `npm run NAME`. */
	readonly name: string;
	readonly does: string;
	/** Beside those that every command for a stage takes. */
	readonly options?: Readonly<Record<string, string>>;
	/** What stands behind `--stage family` in the example. */
	readonly example?: string;
}

const OF_EVERY_COMMAND = {
	'--stage NAME': 'which stage: up to 13 lower-case letters and digits',
	'--region NAME': "where it is (default: AWS_REGION, AWS_DEFAULT_REGION, or the profile's region)",
	'--profile NAME': 'whose credentials, of ~/.aws (default: AWS_PROFILE)',
	'--yes': 'answers the question whether to begin: for a pipeline, which has no terminal to ask at',
};

export function helpOf({ name, does, options, example }: Usage): string {
	const all = { ...OF_EVERY_COMMAND, ...options, '--help': 'this text' };
	const width = Math.max(...Object.keys(all).map((option) => option.length));
	const lines = Object.entries(all).map(([option, means]) => `  ${option.padEnd(width)}  ${means}`);
	const given = ['--stage family', ...(example === undefined ? [] : [example])].join(' ');
	return `Usage: npm run ${name} -- --stage NAME [OPTIONS]

${does}

${lines.join('\n')}

Example: npm run ${name} -- ${given}`;
}
