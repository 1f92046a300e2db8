import { formatNumber } from './number';

/** A number with its noun: `1 file`, `2 files`, `12,040 files`, `0 files`; `many` where an s does not do. */
export function plural(count: number, one: string, many = `${one}s`): string {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
