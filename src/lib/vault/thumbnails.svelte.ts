import { signDownloads } from '#contract/downloads';
import type { File } from '#contract/entries';
import { DOWNLOAD_URL_SECONDS, SIGN_DOWNLOADS_MAX } from '#contract/limits';
import { call } from '$lib/api/call';
import { SvelteMap } from 'svelte/reactivity';

/** An address about to expire is not handed out: the picture has to arrive before the end. */
const LIFE_MS = (DOWNLOAD_URL_SECONDS - 30) * 1000;
/** Rows that come into view together ask together. */
const GATHER_MS = 20;

interface Address {
	readonly url: string;
	readonly expiresAt: number;
}

/** Addresses of the thumbnails on the screen, signed many in one call and used again while they live. */
export class Thumbnails {
	/** By version: a new version of a file is another picture. */
	readonly #addresses = new SvelteMap<string, Address>();
	readonly #wanted = new Map<string, File>();
	/** Asked for after they failed once: a second failure is believed. */
	readonly #retried = new Set<string>();
	readonly #refused = new Set<string>();
	#gathering = false;

	/** Undefined until `want` has got it. Pictures already on the screen stay there when their address expires. */
	url(file: File): string | undefined {
		return this.#addresses.get(file.versionId)?.url;
	}

	/** Asks for a file's thumbnail, if it has one, and if its address is not here and alive already. */
	want(file: File): void {
		const { versionId } = file;
		if (!file.hasThumb || this.#refused.has(versionId)) return;
		const address = this.#addresses.get(versionId);
		if (address && address.expiresAt > Date.now()) return;
		this.#wanted.set(versionId, file);
		this.#gather();
	}

	/** The picture did not load: perhaps its address had expired, so it is signed once more. */
	failed(file: File): void {
		const { versionId } = file;
		this.#addresses.delete(versionId);
		if (this.#retried.has(versionId)) this.#refused.add(versionId);
		this.#retried.add(versionId);
		this.want(file);
	}

	#gather(): void {
		if (this.#gathering) return;
		this.#gathering = true;
		setTimeout(() => {
			this.#gathering = false;
			const wanted = [...this.#wanted.values()];
			this.#wanted.clear();
			for (let start = 0; start < wanted.length; start += SIGN_DOWNLOADS_MAX) {
				void this.#sign(wanted.slice(start, start + SIGN_DOWNLOADS_MAX));
			}
		}, GATHER_MS);
	}

	async #sign(files: readonly File[]): Promise<void> {
		const downloads = files.map(
			({ id, versionId }) => ({ entryId: id, versionId, as: 'thumb' }) as const,
		);
		// Counted from before the call: the server's own clock began later.
		const expiresAt = Date.now() + LIFE_MS;
		// Without an address the icon stays: a list without pictures is still a list.
		const answer = await call(signDownloads, { downloads }).catch(() => undefined);
		answer?.downloads.forEach((download, index) => {
			const versionId = files[index]?.versionId;
			if (versionId === undefined) return;
			if (download.outcome === 'ready') {
				this.#addresses.set(versionId, { url: download.url, expiresAt });
			} else this.#refused.add(versionId);
		});
	}
}

export const thumbnails = new Thumbnails();
