import { join } from 'node:path';
import * as v from 'valibot';
import type { MakeId } from '../data-directory/deterministic-ids.ts';
import type { Template } from '../template/template.ts';
import { startMariaDb } from './mariadb.ts';
import { DATABASE_NAME, localDatabaseUrl, type DatabaseUser } from './users.ts';

export interface DatabaseOptions {
	readonly template: Template;
	readonly dataDir: string;
	readonly port: number;
	readonly makeId: MakeId;
	/** A server that is there already. Every function gets this address as it is. */
	readonly databaseUrl?: string | undefined;
	readonly isDisposable?: boolean;
	readonly log: (line: string) => void;
}

type Variables = Readonly<Record<string, string>>;

export interface Database {
	/** For the owner of the tables. */
	readonly ownerUrl: string;
	/** What takes the place of a function's own variables. */
	readonly replace: (variables: Variables) => Variables;
	close(): Promise<void>;
}

/** The variable whose value is an address in AWS, and another one here. */
const VARIABLE = 'DATABASE_URL';

export function databaseDirectory(dataDir: string): string {
	return join(dataDir, 'database');
}

/** Starts MariaDB with the users that the template's functions connect as, or uses the given server. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	const given = options.databaseUrl;
	if (given !== undefined) {
		return {
			ownerUrl: given,
			replace: () => ({ [VARIABLE]: given }),
			close: () => Promise.resolve(),
		};
	}
	const owner = ownerOf(options.template);
	const passwordOf = (user: string): string => options.makeId(`database user ${user}`, 24);
	const users: DatabaseUser[] = [...new Set([owner, ...usersOf(options.template)])].map((name) => ({
		name,
		password: passwordOf(name),
		isOwner: name === owner,
	}));
	const server = await startMariaDb({
		directory: databaseDirectory(options.dataDir),
		port: options.port,
		users,
		rootPassword: passwordOf('root'),
		isDisposable: options.isDisposable ?? false,
		log: options.log,
	});
	const here = { port: server.port, passwordOf };
	return {
		ownerUrl: localDatabaseUrl(`mysql://${owner}@aws/${DATABASE_NAME}`, here),
		replace: ({ [VARIABLE]: declared }) =>
			declared === undefined ? {} : { [VARIABLE]: localDatabaseUrl(declared, here) },
		close: () => server.close(),
	};
}

/** The user that RDS makes, who owns the tables. */
function ownerOf(template: Template): string {
	const [instance] = template.resources('AWS::RDS::DBInstance');
	const name = instance?.properties.MasterUsername;
	return typeof name === 'string' ? name : 'owner';
}

const EnvironmentSchema = v.object({
	Environment: v.optional(
		v.object({ Variables: v.object({ [VARIABLE]: v.optional(v.string()) }) }),
	),
});

/** The users that functions name in their addresses. */
function usersOf(template: Template): string[] {
	return template.resources('AWS::Lambda::Function').flatMap(({ properties }) => {
		const declared = v.parse(EnvironmentSchema, properties).Environment?.Variables[VARIABLE];
		return declared === undefined ? [] : [new URL(declared).username];
	});
}
