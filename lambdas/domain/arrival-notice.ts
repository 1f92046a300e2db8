import { sizeInEnglish } from '#contract/format-bytes';

/** `12 files (34 MB)` */
export function describeArrival(fileCount: number, sizeBytes: number): string {
	const files = fileCount === 1 ? '1 file' : `${String(fileCount)} files`;
	return `${files} (${sizeInEnglish(sizeBytes)})`;
}
