import { loaded } from '$lib/errors/loaded';
import { RememberedRestores } from './remembered-restores';
import type { RestoreJobs, RestoreServices } from './restore-jobs.svelte';
import type { RestoreWish } from './restore-wish';

/** Restores from the archive: what is being asked, and the way to the jobs, which are loaded when there are any. */
export class Restores {
	readonly #services: Omit<RestoreServices, 'changed' | 'openShelf'>;
	readonly #listeners = new Set<() => void>();
	#wish = $state.raw<RestoreWish>();
	#loading: Promise<RestoreJobs> | undefined;
	#stop: (() => void) | undefined;
	#openShelf: () => void = () => undefined;

	constructor(services: Omit<RestoreServices, 'changed' | 'openShelf'>) {
		this.#services = services;
	}

	/** What the sheet is open for. */
	get wish(): RestoreWish | undefined {
		return this.#wish;
	}

	ask(wish: RestoreWish): void {
		if (wish.targets.length > 0) this.#wish = wish;
	}

	dismiss(): void {
		this.#wish = undefined;
	}

	/** Calls `listener` when copies are being made, ready or over. Returns how to stop. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** The jobs, from now on kept up to date. Throws `ApiError` where they cannot be loaded. A failed attempt is not remembered: the next call makes another. */
	jobs(): Promise<RestoreJobs> {
		this.#loading ??= this.#load().catch((error: unknown) => {
			this.#loading = undefined;
			throw error;
		});
		return this.#loading;
	}

	/** Watches the jobs while the page is open, if this device has begun one. Returns how to stop. */
	watch(openShelf: () => void): () => void {
		this.#openShelf = openShelf;
		// Where they cannot be loaded now, the shelf and the sheet try again.
		if (!RememberedRestores.isEmpty) void this.jobs().catch(() => undefined);
		return () => {
			this.#stop?.();
			this.#stop = undefined;
			this.#loading = undefined;
		};
	}

	async #load(): Promise<RestoreJobs> {
		const { RestoreJobs } = await loaded(import('./restore-jobs.svelte'));
		const jobs = new RestoreJobs({
			...this.#services,
			changed: () => {
				for (const listener of this.#listeners) listener();
			},
			openShelf: () => this.#openShelf(),
		});
		this.#stop = jobs.watch();
		return jobs;
	}
}
