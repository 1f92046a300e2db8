import { isReadable, type Stored } from '#contract/archive';
import type { Entry, File, Version } from '#contract/entries';
import type { RestoreTarget } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { loaded } from '$lib/errors/loaded';
import { quoted } from '$lib/format/quoted';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { naming } from '../entry/naming';
import { targetsOf } from '../restore/restore-wish';
import type { Restores } from '../restore/restores.svelte';
import { saveAddress } from './save-address';
import { signedAddress } from './signed-address';
import type { ZipPlan } from './zip-plan';
import type { ZipSave } from './zip-save.svelte';

interface DownloadServices {
	readonly call: Call;
	readonly toasts: Toasts;
	readonly restores: Pick<Restores, 'ask'>;
}

/** Some of what was to be zipped is archived: without it, or only when it is restored? */
interface ZipQuestion {
	readonly entries: readonly Entry[];
	readonly plan: ZipPlan;
}

/** Saves files to the device. What is archived asks to be restored first, and is saved when it is. */
export class Downloads {
	readonly #services: DownloadServices;
	#question = $state.raw<ZipQuestion>();
	#zips = $state.raw<readonly ZipSave[]>([]);

	constructor(services: DownloadServices) {
		this.#services = services;
	}

	get question(): ZipQuestion | undefined {
		return this.#question;
	}

	/** On their way to the disk, oldest first, and those that failed. */
	get zips(): readonly ZipSave[] {
		return this.#zips;
	}

	/** Shows others. */
	showZips(change: (zips: readonly ZipSave[]) => readonly ZipSave[]): void {
		this.#zips = change(this.#zips);
	}

	dismissQuestion(): void {
		this.#question = undefined;
	}

	/** One file as it is, several or a folder as a zip. */
	async save(entries: readonly Entry[]): Promise<void> {
		const [first, ...others] = entries;
		if (first === undefined) return;
		if (first.kind === 'file' && others.length === 0) await this.#saveFile(first);
		else await this.#attempt(() => this.#planZip(entries));
	}

	async saveVersion(
		file: Pick<File, 'id' | 'name'>,
		version: Stored & Pick<Version, 'id' | 'missingSince'>,
	): Promise<void> {
		const target = { entryId: file.id, versionId: version.id };
		await this.#saveOne({ name: file.name, target, readable: mayBeRead(version) });
	}

	async withoutArchived({ entries, plan }: ZipQuestion): Promise<void> {
		this.dismissQuestion();
		await this.#attempt(() => this.#saveZip(entries, plan));
	}

	restoreFirst({ entries }: ZipQuestion): void {
		this.dismissQuestion();
		this.#services.restores.ask({
			targets: targetsOf(entries),
			name: naming(entries),
			download: () => void this.save(entries),
		});
	}

	async #saveFile(file: File): Promise<void> {
		const target = { entryId: file.id };
		await this.#saveOne({ name: file.name, target, readable: mayBeRead(file) });
	}

	async #saveOne(one: {
		readonly name: string;
		readonly target: RestoreTarget;
		readonly readable: boolean;
	}): Promise<void> {
		const { call, restores } = this.#services;
		const { name, target } = one;
		const restoreFirst = () => {
			const download = () => void this.#saveOne({ ...one, readable: true });
			restores.ask({ targets: [target], name: quoted(name), download });
		};
		if (!one.readable) {
			restoreFirst();
			return;
		}
		await this.#attempt(async () => {
			try {
				// The server's answer says "attachment" and the file's name: the page stays where it is.
				saveAddress(await signedAddress(call, { ...target, as: 'attachment' }));
			} catch (error) {
				// The list was read before the file was archived, or before its copy ended.
				if (!isArchived(error)) throw error;
				restoreFirst();
			}
		});
	}

	async #planZip(entries: readonly Entry[]): Promise<void> {
		const { planned } = await loaded(import('./start-zip'));
		const plan = await planned(entries, this.#services);
		if (plan.archived.length > 0) this.#question = { entries, plan };
		else await this.#saveZip(entries, plan);
	}

	async #saveZip(entries: readonly Entry[], plan: ZipPlan): Promise<void> {
		const { startZip } = await loaded(import('./start-zip'));
		startZip(plan, entries, {
			...this.#services,
			show: (change) => this.showZips(change),
		});
	}

	async #attempt(action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			this.#services.toasts.failure(error);
		}
	}
}

/** Of missing bytes the server tells: to restore them would be in vain. */
function mayBeRead(version: Stored & Pick<Version, 'missingSince'>): boolean {
	return version.missingSince !== null || isReadable(version, new Date());
}

function isArchived(error: unknown): boolean {
	return error instanceof ApiError && (error.code === 'archived' || error.code === 'restoring');
}
