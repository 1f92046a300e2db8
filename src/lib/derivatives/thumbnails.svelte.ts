import type { File } from '#contract/entries';
import { SvelteMap } from 'svelte/reactivity';
import type { DerivativeAddress, DerivativeAddresses } from './derivative-addresses';

/** Addresses of the thumbnails on the screen, kept while they live. */
export class Thumbnails {
	readonly #source: DerivativeAddresses;
	/** By version: a new version of a file is another picture. */
	readonly #addresses = new SvelteMap<string, DerivativeAddress>();
	/** Versions whose thumbnail was asked for again after a failure: a second failure is final. */
	readonly #retried = new Set<string>();
	readonly #refused = new Set<string>();

	constructor(source: DerivativeAddresses) {
		this.#source = source;
	}

	/** Undefined until `want` has got it. Pictures already on the screen stay there when their address expires. */
	url(file: File): string | undefined {
		return this.#addresses.get(file.versionId)?.url;
	}

	/** Asks for a file's thumbnail, if it has one, and if its address is not here and alive already. */
	want(file: File): void {
		const { versionId } = file;
		if (!file.hasThumb || this.#refused.has(versionId)) return;
		const address = this.#addresses.get(versionId);
		if (address === undefined || address.until <= Date.now()) void this.#fetch(file);
	}

	/** The picture did not load: perhaps its address had expired, so it is signed once more. */
	failed(file: File): void {
		const { versionId } = file;
		const address = this.#addresses.get(versionId);
		if (address !== undefined) this.#source.distrust(address);
		this.#addresses.delete(versionId);
		if (this.#retried.has(versionId)) this.#refused.add(versionId);
		this.#retried.add(versionId);
		this.want(file);
	}

	async #fetch(file: File): Promise<void> {
		// Without an address the icon stays: a list without pictures is still a list.
		const address = await this.#source.of(file, 'thumb').catch(() => undefined);
		if (address !== undefined) this.#addresses.set(file.versionId, address);
	}
}
