import { openSeed } from './deterministic-ids.ts';

/** The account that `npm start` prints: the password is the data directory's own and stays as long as that does. */
export async function demoAccount(
	dataDir: string,
): Promise<{ readonly email: string; readonly password: string }> {
	const makeId = await openSeed(dataDir);
	return {
		email: 'demo@cloudvault.local',
		password: `vault-${makeId('demo password', 10)}-A1!`,
	};
}
