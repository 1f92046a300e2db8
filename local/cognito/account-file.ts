import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { writePrivateFile } from '../data-directory/private-file.ts';
import { AccountSchema, type Account } from './account.ts';
import { readFormerAccounts } from './former-accounts.ts';

const FileSchema = v.object({ version: v.literal(1), accounts: v.array(AccountSchema) });

interface Files {
	readonly file: string;
	/** What an earlier version kept; taken over once and removed. */
	readonly former: string;
}

/** The accounts of a pool, in one JSON file. What could not be written has not happened. */
export class AccountFile {
	readonly #file: string;
	#accounts: ReadonlyMap<string, Account>;

	/** Throws if the file is there and cannot be read: starting without it would take the accounts for gone. */
	constructor({ file, former }: Files) {
		this.#file = file;
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		this.#accounts = bySub(
			existsSync(file) ? readAll(file, readAccounts) : readAll(former, readFormerAccounts),
		);
		this.#save(this.#accounts);
		rmSync(former, { force: true });
	}

	all(): readonly Account[] {
		return [...this.#accounts.values()];
	}

	/** By sub or by address, upper and lower case alike. */
	find(username: string): Account | undefined {
		const wanted = username.toLowerCase();
		return (
			this.#accounts.get(wanted) ?? this.all().find((each) => each.email.toLowerCase() === wanted)
		);
	}

	put(account: Account): Account {
		const modified = { ...account, modifiedAt: Date.now() };
		this.#save(new Map([...this.#accounts, [account.sub, modified]]));
		return modified;
	}

	delete(sub: string): void {
		this.#save(new Map([...this.#accounts].filter(([each]) => each !== sub)));
	}

	#save(accounts: ReadonlyMap<string, Account>): void {
		const content: v.InferOutput<typeof FileSchema> = {
			version: 1,
			accounts: [...accounts.values()],
		};
		writePrivateFile(this.#file, JSON.stringify(content, undefined, 2));
		this.#accounts = accounts;
	}
}

function bySub(accounts: readonly Account[]): ReadonlyMap<string, Account> {
	return new Map(accounts.map((account) => [account.sub, account]));
}

function readAll(file: string, read: (content: unknown) => readonly Account[]): readonly Account[] {
	if (!existsSync(file)) return [];
	try {
		return read(JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		throw new Error(`The accounts in ${file} cannot be read: ${String(error)}`, { cause: error });
	}
}

function readAccounts(content: unknown): readonly Account[] {
	return v.parse(FileSchema, content).accounts;
}
