import type { ResponseOf } from '#contract/endpoint';
import { openVault } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { readAgain } from './read-again';

type OpenedVault = ResponseOf<typeof openVault>;

/** The signed-in person's vault: where it begins, where its trash is and how full it is. */
export class Vault {
	readonly #call: Call;
	#opened = $state.raw<OpenedVault>();
	#opening: Promise<OpenedVault> | undefined;
	readonly #refresh = readAgain(async () => {
		// One that is under way may have been answered before what this is about.
		await this.#opening?.catch(() => undefined);
		await this.#fetch().catch(() => undefined);
	});

	constructor(call: Call) {
		this.#call = call;
	}

	/** Undefined until the vault is open, like `trashId` and `usage`. */
	get rootId(): string | undefined {
		return this.#opened?.rootId;
	}

	get trashId(): string | undefined {
		return this.#opened?.trashId;
	}

	get usage(): OpenedVault['usage'] | undefined {
		return this.#opened?.usage;
	}

	/** Opens the vault, and makes it at the first sign-in. Calls at the same time share one request. Throws `ApiError`. */
	async open(): Promise<OpenedVault> {
		return this.#opened ?? (await this.#fetch());
	}

	/** Reads how full the vault is. A failure is left alone: the figure is old for a moment, nothing else. */
	refreshUsage(): Promise<void> {
		return this.#refresh();
	}

	#fetch(): Promise<OpenedVault> {
		this.#opening ??= this.#call(openVault, {})
			.then((opened) => (this.#opened = opened))
			.finally(() => (this.#opening = undefined));
		return this.#opening;
	}
}
