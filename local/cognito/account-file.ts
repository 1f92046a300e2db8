import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../data-directory/private-file.ts';
import { isRecord } from '../template/intrinsics.ts';

type Tree = Record<string, unknown>;

/**
 * Where cognito-local keeps its pools: one JSON file each, in the format of its own store. That one
 * rewrites the file in place, so that a full disk or a kill left half of the accounts.
 */
export function accountFiles(directory: string): DataStoreFactory {
	return {
		async create(_, id, defaults) {
			await mkdir(directory, { recursive: true, mode: 0o700 });
			const file = join(directory, `${id}.json`);
			return new AccountFile(file, { ...defaults, ...read(file) });
		},
	};
}

class AccountFile implements DataStore {
	readonly #file: string;
	#root: Tree;

	constructor(file: string, root: Tree) {
		this.#file = file;
		this.#root = root;
		this.#save(root);
	}

	getRoot<T>(): Promise<T | null> {
		return Promise.resolve(this.#root as T);
	}

	get<T>(_: unknown, key: string | string[], defaultValue?: T): Promise<T> {
		const found = [key].flat().reduce<unknown>(child, this.#root);
		return Promise.resolve((found ?? defaultValue ?? null) as T);
	}

	set(_: unknown, key: string | string[], value: unknown): Promise<void> {
		return this.#change(withValue(this.#root, [key].flat(), value));
	}

	delete(_: unknown, key: string | string[]): Promise<void> {
		return this.#change(withValue(this.#root, [key].flat(), undefined));
	}

	/** What could not be written has not happened. */
	async #change(root: Tree): Promise<void> {
		await Promise.resolve();
		this.#save(root);
		this.#root = root;
	}

	#save(root: Tree): void {
		writePrivateFile(this.#file, JSON.stringify(root, undefined, 2));
	}
}

function child(parent: unknown, key: string): unknown {
	return isRecord(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

/** The same tree with another value at a path; without it where `value` is undefined. */
function withValue(tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree {
	const { [key]: old, ...others } = tree;
	if (rest.length > 0) return { ...tree, [key]: withValue(isRecord(old) ? old : {}, rest, value) };
	return value === undefined ? others : { ...tree, [key]: value };
}

function read(file: string): Tree {
	if (!existsSync(file)) return {};
	try {
		const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
			key.endsWith('Date') ? new Date(String(value)) : value,
		);
		if (isRecord(parsed)) return parsed;
		throw new TypeError('not an object');
	} catch (error) {
		// Starting without them would take the accounts for gone, and the first sign-up would replace them.
		throw new Error(`The accounts in ${file} cannot be read: ${String(error)}`, { cause: error });
	}
}
