const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/**
 * A size as people and their systems say it: `0 B`, `812 B`, `3.2 MB`, `1.4 TB`. Powers of 1000, as
 * disks are sold and AWS bills; one decimal below ten, none above. Not a size (negative, NaN) is `—`.
 */
export function formatBytes(bytes: number): string {
	if (!Number.isFinite(bytes) || bytes < 0) return '—';
	let value = bytes;
	let unit = 0;
	// 999.5 and more would be rounded to "1000 KB".
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit += 1;
	}
	const decimals = unit > 0 && value < 9.95 ? 1 : 0;
	return `${value.toFixed(decimals).replace('.0', '')} ${UNITS[unit] ?? ''}`;
}

/** A pace: `3.2 MB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
	return `${formatBytes(bytesPerSecond)}/s`;
}
