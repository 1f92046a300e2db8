const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `12 files (34 MB)`, as people say it: thousands, and two digits that count. */
export function describeArrival(fileCount: number, sizeBytes: number): string {
	const files = fileCount === 1 ? '1 file' : `${String(fileCount)} files`;
	return `${files} (${describeSize(sizeBytes)})`;
}

function describeSize(sizeBytes: number): string {
	let value = sizeBytes;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit += 1;
	}
	const digits = unit > 0 && value < 10 ? 1 : 0;
	return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}
