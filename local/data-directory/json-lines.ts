import { appendFileSync, existsSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file that grows by one line of JSON at a time. Written synchronously: the lines are few and
 * small, and a crash must not take the last ones with it. Throws where the disk takes nothing more, and
 * the file ends then with its last whole line: half of one could not be read at the next start.
 */
export function jsonLines(file: string): (value: unknown) => void {
	mkdirSync(dirname(file), { recursive: true });
	return (value) => {
		const sizeBytes = existsSync(file) ? statSync(file).size : 0;
		try {
			appendFileSync(file, `${JSON.stringify(value)}\n`);
		} catch (error) {
			if (existsSync(file)) truncateSync(file, sizeBytes);
			throw error;
		}
	};
}
