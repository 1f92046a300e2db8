import { formatBytes } from './bytes';

/** A pace: `3.2 MB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
	return `${formatBytes(bytesPerSecond)}/s`;
}
