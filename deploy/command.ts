import { parseStageArguments, type StageArguments } from './arguments.ts';

/** Runs one of our commands with its arguments. What goes wrong is one sentence and exit 1. */
export function command(work: (args: StageArguments) => Promise<void>): Promise<void> {
	return attempt(() => work(parseStageArguments(process.argv.slice(2), process.env)));
}

/** The same for a command with arguments of its own. */
export async function attempt(work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}

export function say(sentence: string): void {
	console.log(sentence);
}
