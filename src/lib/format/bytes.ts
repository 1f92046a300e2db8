import { sizeIn } from '#contract/format-bytes';
import { formatNumber } from './number';
import { isolated } from './quoted';

/**
 * A size by the person's locale: `3.2 MB`, `3,2 MB`. Not a size (negative, NaN) is `—`. Among words from right to left its Latin unit would
 * draw the next number to itself, so there it is set apart.
 */
export function formatBytes(bytes: number): string {
	const size = sizeIn(bytes, (value) => formatNumber(value, { useGrouping: false }));
	return document.dir === 'rtl' ? isolated(size) : size;
}
