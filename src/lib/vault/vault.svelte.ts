import type { ResponseOf } from '#contract/endpoint';
import { openVault } from '#contract/vault';
import { call } from '$lib/api/call';

type OpenedVault = ResponseOf<typeof openVault>;

/** The signed-in person's vault: where it begins, where its trash is and how full it is. */
class Vault {
	#opened = $state.raw<OpenedVault>();
	#opening: Promise<OpenedVault> | undefined;

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
	async refreshUsage(): Promise<void> {
		await this.#fetch().catch(() => undefined);
	}

	#fetch(): Promise<OpenedVault> {
		this.#opening ??= call(openVault, {})
			.then((opened) => (this.#opened = opened))
			.finally(() => (this.#opening = undefined));
		return this.#opening;
	}
}

export const vault = new Vault();
