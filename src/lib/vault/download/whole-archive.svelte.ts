import type { Call } from '$lib/api/call';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { archiveParts, contentsList } from './archive-parts';
import type { ArchiveStore, KeptArchive } from './archive-store';
import { planVault } from './zip-plan';
import { ZipSave } from './zip-save.svelte';

interface ArchiveServices {
	readonly call: Call;
	readonly toasts: Pick<Toasts, 'show'>;
	readonly store: ArchiveStore;
	/** Changes the zips on the screen. */
	readonly show: (change: (zips: readonly ZipSave[]) => readonly ZipSave[]) => void;
	readonly now?: () => number;
}

/** Everything in the vault as zips of a size that every tool unpacks, one after the other. What is on the disk is remembered across visits. */
export class WholeArchive {
	readonly #services: ArchiveServices;
	#kept = $state.raw<KeptArchive>();
	#planning = $state(false);
	#current = $state.raw<ZipSave>();

	constructor(services: ArchiveServices) {
		this.#services = services;
	}

	/** Undefined before there is a plan. */
	get kept(): KeptArchive | undefined {
		return this.#kept;
	}

	/** The vault is being walked through. */
	get planning(): boolean {
		return this.#planning;
	}

	/** A part is on its way to the disk, or could not get there. */
	get running(): boolean {
		return this.#current !== undefined;
	}

	get isWhole(): boolean {
		return this.#kept !== undefined && this.#kept.saved.length === this.#kept.parts.length;
	}

	/** What an earlier visit has begun. */
	async read(rootId: string): Promise<void> {
		this.#kept ??= await this.#services.store.load(rootId).catch(() => undefined);
	}

	/** Plans it as the vault is now, and saves its parts. Throws `ApiError`. */
	async begin(rootId: string): Promise<void> {
		if (this.#planning || this.running) return;
		this.#planning = true;
		try {
			const { call, now = Date.now } = this.#services;
			const parts = archiveParts(await planVault(call, rootId));
			await this.#keep({ rootId, plannedAt: now(), parts, saved: [] });
		} finally {
			this.#planning = false;
		}
		this.goOn();
	}

	/** Saves the parts that are not on the disk yet; one that broke off begins anew. */
	goOn(): void {
		const kept = this.#kept;
		const next = kept?.parts.findIndex((_part, index) => !kept.saved.includes(index)) ?? -1;
		if (kept === undefined || next === -1 || this.running) return;
		this.#save(kept, next);
	}

	/** Forgets the plan; files on the disk stay. */
	async forget(): Promise<void> {
		const kept = this.#kept;
		this.#kept = undefined;
		if (kept !== undefined) await this.#services.store.remove(kept.rootId).catch(() => undefined);
	}

	#save(kept: KeptArchive, index: number): void {
		const plan = kept.parts[index];
		if (plan === undefined) return;
		const { call, show } = this.#services;
		const part = `part ${String(index + 1)} of ${String(kept.parts.length)}`;
		const day = new Date(kept.plannedAt).toISOString().slice(0, 10);
		const list = index === 0 ? kept.parts : [plan];
		const zip = new ZipSave({
			plan,
			call,
			name: `CloudVault ${day}, ${part}.zip`,
			notes: [
				{
					name: index === 0 ? 'Contents of all parts.csv' : `Contents of ${part}.csv`,
					input: contentsList(list),
				},
			],
			withoutDialog: true,
			ended: (ended, how) => {
				show((zips) => zips.filter((other) => other !== ended));
				this.#current = undefined;
				if (how === 'saved') void this.#saved(index);
			},
		});
		this.#current = zip;
		show((zips) => [...zips, zip]);
		void zip.save();
	}

	async #saved(index: number): Promise<void> {
		const kept = this.#kept;
		if (kept === undefined) return;
		await this.#keep({ ...kept, saved: [...kept.saved, index] });
		if (this.isWhole) {
			const { length } = kept.parts;
			const words = length === 1 ? 'Everything is saved' : `All ${String(length)} parts are saved`;
			this.#services.toasts.show(words, { tone: 'success' });
		} else this.goOn();
	}

	async #keep(kept: KeptArchive): Promise<void> {
		this.#kept = kept;
		await this.#services.store.save(kept).catch(() => undefined);
	}
}
