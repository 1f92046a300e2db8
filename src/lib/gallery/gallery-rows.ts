import type { File } from '#contract/entries';
import { formatMonth } from '$lib/format/instant';
import { inRows } from '$lib/vault/list/in-rows';

/** A line of the gallery: the name of a month, or some of its pictures side by side. */
export type GalleryRow =
	| { readonly kind: 'month'; readonly key: string; readonly month: string }
	| { readonly kind: 'pictures'; readonly key: string; readonly files: readonly File[] };

/** Lays files, newest first, out by the month they were taken in. */
export function galleryRows(files: readonly File[], columns: number): readonly GalleryRow[] {
	const months = Map.groupBy(files, (file) => formatMonth(file.modifiedAt ?? file.createdAt));
	return [...months].flatMap(([month, taken]) => [
		{ kind: 'month' as const, key: month, month },
		...inRows(taken, columns).map((row) => ({
			kind: 'pictures' as const,
			key: row[0]?.id ?? month,
			files: row,
		})),
	]);
}
