import { openAccount } from './account.ts';
import { StackBuilder } from './stack-builder.ts';
import type { Stack, StackOptions } from './stack.ts';

/** Brings up what the packaged template declares. Rejects, with nothing left running, if it cannot. */
export async function startStack(options: StackOptions): Promise<Stack> {
	const account = await openAccount(options);
	const { clockOffsetMs, s3Endpoint } = options;
	if (clockOffsetMs !== undefined) account.clock.advanceTo(clockOffsetMs);
	if (s3Endpoint !== undefined && account.clock.offsetMs > 0) {
		throw new Error('Another S3 server goes by its own clock: with --s3 it cannot be moved.');
	}
	const builder = new StackBuilder(options, account);
	try {
		return await builder.build();
	} catch (error) {
		await builder.close();
		throw error;
	}
}
