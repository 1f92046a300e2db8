const LARGER_UNITS = ['KB', 'MB', 'GB', 'TB', 'PB'];

/** A size in English, for terminals: `0 B`, `812 B`, `3.2 MB`, `1.4 TB`. The site's is `$lib/format/bytes`. */
export function sizeInEnglish(bytes: number): string {
	return sizeIn(bytes, String);
}

/**
 * A size as people read it, its number said by `say`. Powers of 1024, as AWS bills a GB and as quota and limits are set, so that a full
 * vault says "100 GB of 100 GB"; one decimal below ten, none above. Not a size (negative, NaN) is `—`.
 */
export function sizeIn(bytes: number, say: (value: number) => string): string {
	if (!Number.isFinite(bytes) || bytes < 0) return '—';
	let value = bytes;
	let unit = 'B';
	for (const larger of LARGER_UNITS) {
		// 1023.5 and more would be rounded to "1024 KB".
		if (value < 1023.5) break;
		value /= 1024;
		unit = larger;
	}
	const decimals = unit !== 'B' && value < 9.95 ? 1 : 0;
	return `${say(Number(value.toFixed(decimals)))} ${unit}`;
}
