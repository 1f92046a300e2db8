import { openAccount } from './account.ts';
import { StackBuilder } from './stack-builder.ts';
import type { Stack, StackOptions } from './stack.ts';

/** Brings up what the packaged template declares. Rejects, with nothing left running, if it cannot. */
export async function startStack(options: StackOptions): Promise<Stack> {
	const builder = new StackBuilder(options, await openAccount(options));
	try {
		return await builder.build();
	} catch (error) {
		await builder.close();
		throw error;
	}
}
