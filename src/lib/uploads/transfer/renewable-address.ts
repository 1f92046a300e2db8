import { TransferError } from './transfer-error';

/** Fresh addresses in a row before S3's 403 is taken at its word. */
const RENEWALS_MAX = 2;

/** A signed address that may grow too old while a laptop sleeps: then a fresh one is asked for. */
export class RenewableAddress<Address> {
	#current: Address;
	readonly #renew: () => Promise<Address>;

	constructor(first: Address, renew: () => Promise<Address>) {
		this.#current = first;
		this.#renew = renew;
	}

	async use(send: (address: Address) => Promise<void>): Promise<void> {
		for (let renewals = 0; ; renewals += 1) {
			try {
				await send(this.#current);
				return;
			} catch (error) {
				const expired = error instanceof TransferError && error.expired;
				if (!expired || renewals === RENEWALS_MAX) throw error;
				this.#current = await this.#renew();
			}
		}
	}
}
