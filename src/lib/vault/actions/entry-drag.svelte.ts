import type { Entry, Path } from '#contract/entries';
import type { Attachment } from 'svelte/attachments';
import type { MoveTarget } from './action-services';
import { moveVerdict } from './move-target';

/** Marks a drag as ours: files dragged in from the desktop have the type `Files` instead. */
const TYPE = 'application/x-cloudvault-entries';

/** What a person is dragging, to be dropped on a folder: entries of the vault, or files from the desktop. */
export class EntryDrag {
	#entries = $state.raw<readonly Entry[]>([]);
	#underFiles = $state.raw<MoveTarget>();

	begin(event: DragEvent, entries: readonly Entry[]): void {
		event.dataTransfer?.setData(TYPE, '');
		if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
		this.#entries = entries;
	}

	end(): void {
		this.#entries = [];
	}

	get entries(): readonly Entry[] {
		return this.#entries;
	}

	/** The folder over which files from the desktop hover: a row, a tile, a step of the path. */
	get underFiles(): MoveTarget | undefined {
		return this.#underFiles;
	}

	/** Files have been dropped, or have left the page. */
	endFiles(): void {
		this.#underFiles = undefined;
	}

	/** Told many times a second while they hover. */
	#hoverFiles(folder: MoveTarget | undefined): void {
		if (folder?.id !== this.#underFiles?.id) this.#underFiles = folder;
	}

	/**
	 * Lets entries and files be dropped on an element: it carries `data-drop` while they hover over it and may
	 * go there. Files are taken by the drop zone of the page, which asks `underFiles` where to.
	 */
	dropTarget(
		path: () => Path | undefined,
		drop: (entries: readonly Entry[], target: MoveTarget) => void,
	): Attachment<HTMLElement> {
		return (element) => {
			const target = () => {
				const steps = path();
				const fits = steps !== undefined && moveVerdict(this.entries, steps) === 'ok';
				return fits && this.entries.length > 0 ? steps.at(-1) : undefined;
			};
			const over = (event: DragEvent) => {
				if (event.dataTransfer?.types.includes('Files')) this.#hoverFiles(path()?.at(-1));
				else if (!event.dataTransfer?.types.includes(TYPE) || !target()) return;
				event.preventDefault();
				element.dataset.drop = '';
			};
			const leave = (event: DragEvent) => {
				if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) return;
				delete element.dataset.drop;
				this.#underFiles = undefined;
			};
			const dropped = (event: DragEvent) => {
				delete element.dataset.drop;
				const folder = target();
				if (!event.dataTransfer?.types.includes(TYPE) || !folder) return;
				event.preventDefault();
				drop(this.entries, folder);
				this.end();
			};
			element.addEventListener('dragover', over);
			element.addEventListener('dragleave', leave);
			element.addEventListener('drop', dropped);
			return () => {
				// It may stand for another folder from now on.
				delete element.dataset.drop;
				element.removeEventListener('dragover', over);
				element.removeEventListener('dragleave', leave);
				element.removeEventListener('drop', dropped);
			};
		};
	}
}
