import type { StageArguments } from './arguments.ts';
import { findPlace, wordsOf, type Place } from './place.ts';
import { helpOf, type Usage } from './usage.ts';

/**
 * Runs one of our commands for a stage: `--help` prints its text, and everything else begins by saying which stage,
 * region and account it is about. What goes wrong is one sentence and exit 1.
 */
export async function command<Arguments extends StageArguments>(
	usage: Usage,
	parse: (args: readonly string[], environment: NodeJS.ProcessEnv) => Arguments,
	work: (args: Omit<Arguments, 'region'> & Place) => Promise<void>,
): Promise<void> {
	const words = process.argv.slice(2);
	if (words.includes('--help')) {
		say(helpOf(usage));
		return;
	}
	await attempt(async () => {
		const args = parse(words, process.env);
		// Also for the framework, a process of its own.
		if (args.profile !== undefined) process.env.AWS_PROFILE = args.profile;
		const place = await findPlace(args.region);
		say(wordsOf(args.stage, place));
		await work({ ...args, ...place });
	});
}

async function attempt(work: () => Promise<void>): Promise<void> {
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
