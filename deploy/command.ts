import type { StageArguments } from './arguments.ts';
import { confirm } from './confirm.ts';
import { findPlace, wordsOf, type Place } from './place.ts';
import { helpOf, type Usage } from './usage.ts';

type Given<Arguments> = Omit<Arguments, 'region'> & Place;

interface Command<Arguments extends StageArguments> {
	readonly usage: Usage;
	readonly parse: (args: readonly string[], environment: NodeJS.ProcessEnv) => Arguments;
	/** What is asked before anything is done; `later` where the work asks once it knows more, `never` where it changes nothing. */
	readonly question: ((given: Given<Arguments>) => string) | 'later' | 'never';
	readonly work: (given: Given<Arguments>) => Promise<void>;
}

/**
 * Runs one of our commands for a stage: `--help` prints its text, and everything else begins by saying which stage,
 * region and account it is about, and by asking whether that is meant. What goes wrong is one sentence and exit 1.
 */
export async function command<Arguments extends StageArguments>({
	usage,
	parse,
	question,
	work,
}: Command<Arguments>): Promise<void> {
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
		const given = { ...args, ...place };
		if (typeof question === 'function') await confirm(question(given), args);
		await work(given);
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
