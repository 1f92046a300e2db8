import type { TestProject } from 'vitest/node';
import { describeServer } from './database-server.ts';
import { startMariaDb } from './mariadb.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The server of the run, and a user who may make databases and users there. */
		databaseServer: string;
	}
}

/** Vitest's globalSetup: one database server for all files of a run, ours or the one that DATABASE_URL names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const given = process.env.DATABASE_URL;
	const own = given === undefined ? await startMariaDb() : undefined;
	const url = given ?? own?.url ?? '';
	try {
		const whose = own === undefined ? 'the server of DATABASE_URL' : 'a server of the run';
		console.log(`Database: ${await describeServer(url)}, ${whose}.`);
		project.provide('databaseServer', url);
	} catch (error) {
		await own?.stop();
		throw error;
	}
	return async () => own?.stop();
}
