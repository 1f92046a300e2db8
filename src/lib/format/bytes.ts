import { sizeIn } from '#contract/format-bytes';
import { formatNumber } from './number';

/** A size by the person's locale: `3.2 MB`, `3,2 MB`. Not a size (negative, NaN) is `—`. */
export function formatBytes(bytes: number): string {
	return sizeIn(bytes, (value) => formatNumber(value, { useGrouping: false }));
}
