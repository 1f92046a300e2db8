import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file that grows by one line of JSON at a time. Written synchronously: the lines are few and
 * small, and a crash must not take the last ones with it.
 */
export function jsonLines(file: string): (value: unknown) => void {
	mkdirSync(dirname(file), { recursive: true });
	return (value) => appendFileSync(file, `${JSON.stringify(value)}\n`);
}
