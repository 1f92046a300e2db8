import { derivativeAddress, openDerivatives } from '#contract/derivatives';
import type { File } from '#contract/entries';
import type { DerivativeKind } from '#contract/uploads';
import type { Call } from '$lib/api/call';

/** An address about to expire is not handed out: the picture has to arrive before the end. In seconds. */
const MARGIN_SECONDS = 30;

interface Opened {
	readonly addressTemplate: string;
	/** Milliseconds of this device's clock. */
	readonly until: number;
}

export interface DerivativeAddress {
	readonly url: string;
	/** Milliseconds of this device's clock. */
	readonly until: number;
	readonly opened: Opened;
}

/**
 * Addresses of thumbnails and previews. One call opens all there are, so an address costs nothing: the
 * signature is shared by every picture on the screen, and asked for again when it is about to end.
 */
export class DerivativeAddresses {
	readonly #call: Call;
	#opened: Opened | undefined;
	#opening: Promise<Opened> | undefined;

	constructor(call: Call) {
		this.#call = call;
	}

	/** Whether there is a picture of this kind, the file says. Throws `ApiError`. */
	async of(file: Pick<File, 'versionId'>, kind: DerivativeKind): Promise<DerivativeAddress> {
		const opened = await this.open();
		const { addressTemplate, until } = opened;
		const url = derivativeAddress(addressTemplate, { versionId: file.versionId, kind });
		return { url, until, opened };
	}

	/** A picture did not load: the next address is made from another signature. Forty failures ask for one. */
	distrust({ opened }: DerivativeAddress): void {
		if (this.#opened === opened) this.#opened = undefined;
	}

	/** Asks for the signature, where none is here: beside a list that will show pictures it costs no time of its own. Throws `ApiError`. */
	async open(): Promise<Opened> {
		if (this.#opened !== undefined && this.#opened.until > Date.now()) return this.#opened;
		this.#opening ??= this.#ask().finally(() => (this.#opening = undefined));
		return this.#opening;
	}

	async #ask(): Promise<Opened> {
		// Counted from before the call: the server's own clock began later.
		const askedAt = Date.now();
		const { addressTemplate, expiresInSeconds } = await this.#call(openDerivatives, {});
		const until = askedAt + (expiresInSeconds - MARGIN_SECONDS) * 1000;
		this.#opened = { addressTemplate, until };
		return this.#opened;
	}
}
