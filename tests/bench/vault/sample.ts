import type { StoredFile } from '../../../lambdas/domain/entry.ts';
import { planVault } from './entries.ts';

/** All files of the largest folder, in the order in which they were made. */
export function* filesOf(files: number): Generator<StoredFile> {
	const { places, entries } = planVault(files);
	for (const entry of entries()) {
		if (entry.kind === 'file' && entry.parentId === places.everythingId) yield entry;
	}
}

/** Those of these numbers. */
export function filesAt(files: number, numbers: ReadonlySet<number>): readonly StoredFile[] {
	const found: StoredFile[] = [];
	let n = 0;
	for (const file of filesOf(files)) {
		if (numbers.has(n)) found.push(file);
		n += 1;
	}
	return found;
}
