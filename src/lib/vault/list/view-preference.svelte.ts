import { sort, type Sort } from '#contract/entries';
import * as v from 'valibot';

type Layout = 'list' | 'grid';

const KEY = 'cloudvault.view';
const stored = v.object({ sort, layout: v.picklist(['list', 'grid']) });

/** How this person likes to see folders: kept on this device, for all folders alike. */
export class ViewPreference {
	#value = $state.raw(read());

	get sort(): Sort {
		return this.#value.sort;
	}

	get layout(): Layout {
		return this.#value.layout;
	}

	sortBy(sort: Sort): void {
		this.#keep({ ...this.#value, sort });
	}

	layOut(layout: Layout): void {
		this.#keep({ ...this.#value, layout });
	}

	#keep(value: v.InferOutput<typeof stored>): void {
		this.#value = value;
		try {
			localStorage.setItem(KEY, JSON.stringify(value));
		} catch {
			// A browser that keeps nothing (private window, storage full) still shows the choice until reload.
		}
	}
}

function read(): v.InferOutput<typeof stored> {
	try {
		return v.parse(stored, JSON.parse(localStorage.getItem(KEY) ?? ''));
	} catch {
		return { sort: 'name', layout: 'list' };
	}
}
