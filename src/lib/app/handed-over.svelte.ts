import type { UploadTarget } from '$lib/uploads/batch/upload-batch.svelte';
import type { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import type { Uploads } from '$lib/uploads/queue/uploads.svelte';
import type { HandedOver } from '$lib/uploads/selection/handed-over';
import { OpenedFiles } from '$lib/uploads/selection/opened-files';
import type { ChosenFile } from '$lib/uploads/selection/selection';
import { sharedFiles } from '$lib/uploads/selection/shared-files';

interface HandedOverParts {
	readonly uploads: Pick<Uploads, 'add' | 'listen'> & {
		restored(): Promise<Pick<UploadQueue, 'goOnWith'>>;
	};
	readonly shared?: () => Promise<readonly HandedOver[]>;
	readonly opened?: Pick<OpenedFiles, 'list' | 'listen'>;
}

/**
 * What other apps have shared with the installed one, and what the system has opened with it. It waits until the person says where it goes, and
 * is kept until it is stored.
 */
export class HandedOverFiles {
	readonly #parts: Required<HandedOverParts>;
	/** On their way into the vault. */
	readonly #underway = new Map<File, HandedOver>();
	#files = $state.raw<readonly HandedOver[]>([]);

	constructor({ uploads, shared = sharedFiles, opened = new OpenedFiles() }: HandedOverParts) {
		this.#parts = { uploads, shared, opened };
		uploads.listen({
			stored: (_entry, source) => this.#forget(source),
			batchEnded: ({ tasks }) => {
				for (const { file, state } of tasks) {
					if (state.kind === 'already-here' || state.kind === 'skipped') this.#forget(file);
				}
			},
		});
	}

	/** Those that wait for an answer. */
	get files(): readonly HandedOver[] {
		return this.#files;
	}

	/** Shows what was handed over before this page, and what is from now on. */
	async listen(): Promise<void> {
		this.#parts.opened.listen(() => void this.#look());
		await this.#look();
	}

	/** Uploads them. To be called in answer to a press: the browser may ask whether they may be read. What cannot be read gets its receipt too. */
	async putInto(target: UploadTarget): Promise<void> {
		const files = this.#files;
		this.#files = [];
		const chosen: ChosenFile[] = [];
		const unreadable: { name: string; folders: readonly string[] }[] = [];
		for (const each of files) {
			const { name, handle } = each;
			const file = await each.open();
			if (file === undefined) {
				unreadable.push({ name, folders: [] });
				continue;
			}
			this.#underway.set(file, each);
			chosen.push({ file, folders: [], ...(handle && { handle }) });
		}
		await this.#parts.uploads.add({ files: chosen, emptyFolders: [], unreadable }, target);
	}

	/** Asks again at the next visit. */
	postpone(): void {
		this.#files = [];
	}

	async discard(): Promise<void> {
		const files = this.#files;
		this.#files = [];
		await Promise.all(files.map((each) => each.forget()));
	}

	async #look(): Promise<void> {
		const { shared, opened } = this.#parts;
		const all = (await Promise.all([shared(), opened.list()])).flat();
		const underway = new Set([...this.#underway.values()].map(({ id }) => id));
		this.#files = await this.#goOn(all.filter(({ id }) => !underway.has(id)));
	}

	/** What was on its way when the page was left goes on by itself, but for what may be read only after a press. Returns the others. */
	async #goOn(waiting: readonly HandedOver[]): Promise<readonly HandedOver[]> {
		const files = new Map<File, HandedOver>();
		for (const each of waiting) {
			const file = each.handle === undefined ? await each.open() : undefined;
			if (file !== undefined) files.set(file, each);
		}
		if (files.size === 0) return waiting;
		const queue = await this.#parts.uploads.restored().catch(() => undefined);
		const chosen = [...files.keys()].map((file) => ({ file, folders: [] }));
		const goingOn = new Set<HandedOver>();
		for (const { file } of queue?.goOnWith(chosen) ?? []) {
			const each = files.get(file);
			if (each === undefined) continue;
			this.#underway.set(file, each);
			goingOn.add(each);
		}
		return waiting.filter((each) => !goingOn.has(each));
	}

	#forget(file: File | undefined): void {
		if (file === undefined) return;
		void this.#underway.get(file)?.forget();
		this.#underway.delete(file);
	}
}
