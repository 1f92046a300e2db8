import type { Entry, Path } from '#contract/entries';
import type { Attachment } from 'svelte/attachments';
import type { MoveTarget } from './entry-actions.svelte';
import { moveVerdict } from './move-target';

/** Marks a drag as ours: files dragged in from the desktop have the type `Files` instead. */
const TYPE = 'application/x-cloudvault-entries';

/** Entries a person is dragging, to be dropped on a folder. */
export class EntryDrag {
	#entries = $state.raw<readonly Entry[]>([]);

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

	/** Lets entries be dropped on an element: it carries `data-drop` while they hover over it and may go there. */
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
				if (!event.dataTransfer?.types.includes(TYPE) || !target()) return;
				event.preventDefault();
				element.dataset.drop = '';
			};
			const leave = (event: DragEvent) => {
				if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) return;
				delete element.dataset.drop;
			};
			const dropped = (event: DragEvent) => {
				delete element.dataset.drop;
				const folder = target();
				if (!event.dataTransfer?.types.includes(TYPE) || !folder) return;
				event.preventDefault();
				drop(this.entries, folder);
			};
			element.addEventListener('dragover', over);
			element.addEventListener('dragleave', leave);
			element.addEventListener('drop', dropped);
			return () => {
				element.removeEventListener('dragover', over);
				element.removeEventListener('dragleave', leave);
				element.removeEventListener('drop', dropped);
			};
		};
	}
}
