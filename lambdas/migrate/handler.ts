import { log } from '../runtime/log.ts';
import { withPatience } from '../runtime/patience.ts';
import { wireMigrate } from './wiring.ts';

const deps = wireMigrate();

interface LambdaContext {
	getRemainingTimeInMillis(): number;
}

/** To say what failed before the function's time is up, in milliseconds. */
const RESERVE_MS = 5000;

/** Run on every deploy, before the new code answers. Answers with the names of the migrations that ran. */
export async function handler(
	_event: unknown,
	context: LambdaContext,
): Promise<{ readonly ran: readonly string[] }> {
	// Changing a large table is one statement that says nothing until it is done: it has all the time there is.
	const withinMs = context.getRemainingTimeInMillis() - RESERVE_MS;
	const ran = await withPatience({ withinMs, silenceMs: withinMs }, async () => {
		const names = await deps.migrate();
		await deps.admitFunctionUsers();
		return names;
	});
	log.info('migrated', { ran });
	return { ran };
}
