import { createInterface } from 'node:readline/promises';

export interface Terminal {
	readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
	readonly output: NodeJS.WritableStream;
}

const OURS: Terminal = { input: process.stdin, output: process.stdout };

/** Asks the person at the terminal whether to go on. Throws where the answer is no, or where no person can give one. */
export async function confirm(
	question: string,
	{ yes }: { readonly yes: boolean },
	terminal = OURS,
): Promise<void> {
	if (yes) return;
	const answer = await ask(`${question} [y/N] `, '--yes', terminal);
	if (!/^y(es)?$/i.test(answer)) throw new Error('Nothing was done.');
}

/** Asks for a name, which a hand does not type by habit. Throws where it is another. */
export async function confirmByName(
	question: string,
	{ name, given }: { readonly name: string; readonly given: string | undefined },
	terminal = OURS,
): Promise<void> {
	const answer = given ?? (await ask(`${question} `, `--confirm ${name}`, terminal));
	if (answer !== name) throw new Error(`Nothing was done: ${name} was not named.`);
}

/** Throws where there is no terminal, and names the argument that answers instead. */
async function ask(
	question: string,
	argument: string,
	{ input, output }: Terminal,
): Promise<string> {
	if (input.isTTY !== true) {
		throw new Error(`Nothing was done: there is no terminal to ask at. Add ${argument}.`);
	}
	const lines = createInterface({ input, output, terminal: false });
	try {
		return (await lines.question(question)).trim();
	} finally {
		lines.close();
	}
}
