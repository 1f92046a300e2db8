import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedInPerson } from '../../local/cognito/people.ts';
import type { QueueTimes } from '../../local/functions/event-source.ts';
import { buildSite, packageFunctions } from '../../local/stack/build.ts';
import { freePorts } from '../../local/stack/ports.ts';
import type {
	Stack as LocalStack,
	StackOptions as LocalStackOptions,
} from '../../local/stack/stack.ts';
import { startStack as startLocalStack } from '../../local/stack/start-stack.ts';
import { createDatabase, type NamedDatabase } from './database-server.ts';
import { copyEmptyTables } from './mariadb.ts';

export interface Stack extends LocalStack {
	/** A new person with a confirmed account and fresh tokens. */
	createUser(email?: string): Promise<SignedInPerson>;
	/** The same, of those who own the stage. */
	createOwner(): Promise<SignedInPerson>;
	/** Ends every process and starts them again, at the same addresses over the same data. */
	restart(): Promise<void>;
}

export interface StackOptions {
	/** Builds the site too, if its sources changed. Default: not under Vitest, whose tests see no page. */
	readonly site?: boolean;
	/** Runs the template's schedules. Default: false, so that nothing happens by itself. */
	readonly runSchedules?: boolean;
	/** Default: true. False where a test sends more requests than any browser. */
	readonly throttles?: boolean;
	/** Default: open, as tests make many people. The template's own default is `invited`. */
	readonly signUp?: 'invited' | 'open';
	/** Default: quick, so that a test sees the dead-letter queue fill. */
	readonly retryDelaysMs?: readonly number[];
	/** Default: quick, so that no test waits for an event. */
	readonly queueTimes?: QueueTimes;
	/** What requests of browsers come over: `Stack` of local/stack. */
	readonly lines?: LocalStackOptions['lines'];
	/** Where its data directory is made. Default: where the system keeps temporary files. */
	readonly parentDir?: string;
	/** Another directory with a built site. Default: the product's own. */
	readonly siteDir?: string;
	/** Another directory with a packaged template. Default: the product's own, packaged anew if needed. */
	readonly packageDir?: string;
}

const ROOT = join(import.meta.dirname, '../..');

/**
 * The whole product on free ports with a data directory of its own, migrated and empty. Closing
 * ends every process and takes the data away.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
	const log = (line: string): void => {
		if (process.env.DEBUG) console.error(line);
	};
	if (!options.packageDir) await packageFunctions({ root: ROOT, log });
	if (options.site ?? !process.env.VITEST) await buildSite({ root: ROOT, log });
	const dataDir = await mkdtemp(join(options.parentDir ?? tmpdir(), 'cloudvault-'));
	const given = await databaseFor(dataDir);
	const localOptions: LocalStackOptions = {
		dataDir,
		packageDir: options.packageDir ?? join(ROOT, '.serverless'),
		siteDir: options.siteDir ?? join(ROOT, 'build'),
		ports: await freePorts(),
		databaseUrl: given?.url,
		isDisposable: true,
		runSchedules: options.runSchedules ?? false,
		throttles: options.throttles ?? true,
		signUp: options.signUp ?? 'open',
		retryDelaysMs: options.retryDelaysMs ?? [20, 20],
		lines: options.lines,
		queueTimes: options.queueTimes ?? { delayMs: 0, windowMs: 5, visibilityMs: 20 },
		log,
	};
	let local = await startLocalStack(localOptions);
	const close = async (): Promise<void> => {
		await local.close();
		await given?.drop();
		await rm(dataDir, { recursive: true, force: true });
	};
	try {
		await migrate(local);
	} catch (error) {
		await close();
		throw error;
	}
	const arrive = async (person: { email: string; groups?: readonly string[] }) =>
		local.signIn(await local.createPerson({ ...person, password: `${randomUUID()}Aa1!` }));
	const ours = {
		close,
		createUser: (email = newEmail()) => arrive({ email }),
		createOwner: () => arrive({ email: newEmail(), groups: ['owners'] }),
		restart: async () => {
			await local.close();
			local = await startLocalStack(localOptions);
			Object.assign(stack, local, ours);
		},
	};
	const stack: Stack = { ...local, ...ours };
	return stack;
}

/** A database on the server that DATABASE_URL names, or what the stack's own server needs to start at once. */
async function databaseFor(dataDir: string): Promise<NamedDatabase | undefined> {
	const { DATABASE_URL } = process.env;
	if (DATABASE_URL !== undefined) return createDatabase(DATABASE_URL);
	await copyEmptyTables(join(dataDir, 'database/tables'));
	return undefined;
}

function newEmail(): string {
	return `${randomUUID()}@example.com`;
}

async function migrate(stack: LocalStack): Promise<void> {
	const outcome = await stack.invoke('migrate', {});
	if (!outcome.ok) throw new Error(`migrate failed: ${outcome.error.errorMessage}`);
}
