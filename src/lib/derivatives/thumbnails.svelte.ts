import { isMedia } from '#contract/content-types';
import type { File } from '#contract/entries';
import type { DerivativeKind } from '#contract/uploads';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { DerivativeAddress, DerivativeAddresses } from './derivative-addresses';
import type { Derivatives } from './derivatives';
import { whileSeen } from './while-seen';

/** Addresses of the thumbnails on the screen, kept while they live; files that have none are drawn when they are seen. */
export class Thumbnails {
	readonly #source: DerivativeAddresses;
	readonly #drawing: Pick<Derivatives, 'see'>;
	/** What this tab has drawn, by version: lists that were read before do not know of it. */
	readonly #drawn = new SvelteMap<string, readonly DerivativeKind[]>();
	/** By version: a new version of a file is another picture. */
	readonly #addresses = new SvelteMap<string, DerivativeAddress>();
	/** Versions whose thumbnail was asked for again after a failure: a second failure is final. */
	readonly #retried = new Set<string>();
	readonly #refused = new Set<string>();

	constructor(source: DerivativeAddresses, drawing: Pick<Derivatives, 'see' | 'listen'>) {
		this.#source = source;
		this.#drawing = drawing;
		drawing.listen({
			made: (file, kinds) => {
				this.#drawn.set(file.versionId, kinds);
				this.want(file);
			},
		});
	}

	/** The file with the pictures it has by now. */
	asDrawn(file: File): File {
		const kinds = this.#drawn.get(file.versionId);
		if (kinds === undefined) return file;
		const hasThumb = file.hasThumb || kinds.includes('thumb');
		return { ...file, hasThumb, hasPreview: file.hasPreview || kinds.includes('preview') };
	}

	/** Undefined until `want` has got it. Pictures already on the screen stay there when their address expires. */
	url(file: File): string | undefined {
		return this.#addresses.get(file.versionId)?.url;
	}

	/** Asks for a file's thumbnail, if it has one, and if its address is not here and alive already. */
	want(file: File): void {
		const { versionId } = file;
		if (!this.asDrawn(file).hasThumb || this.#refused.has(versionId)) return;
		const address = this.#addresses.get(versionId);
		if (address === undefined || address.until <= Date.now()) void this.#fetch(file);
	}

	/**
	 * As `want`, for a place of the page: where the file has no thumbnail it is drawn while the place is on the screen, and where the vault does
	 * not know what it says of itself it is read. Returns how to stop.
	 */
	wantAt(place: Element, file: File): () => void {
		// Told once, however many pictures arrive meanwhile.
		return untrack(() => {
			this.want(file);
			const drawn = this.asDrawn(file);
			if (drawn.hasThumb && (file.media !== null || !isMedia(file.contentType)))
				return () => undefined;
			return whileSeen(place, () => this.#drawing.see(drawn, place.clientWidth));
		});
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
