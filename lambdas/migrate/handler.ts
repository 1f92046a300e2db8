import { log } from '../runtime/log.ts';
import { wireMigrate } from './wiring.ts';

const deps = wireMigrate();

/** Run on every deploy, before the new code answers. Answers with the names of the migrations that ran. */
export async function handler(): Promise<{ readonly ran: readonly string[] }> {
	const ran = await deps.migrate();
	await deps.admitFunctionUsers();
	log.info('migrated', { ran });
	return { ran };
}
