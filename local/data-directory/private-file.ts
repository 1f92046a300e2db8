import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Replaces a file that only its user may read. It is either the old one or the new one, whole: after a
 * kill, a power cut and on a full disk, where this throws and the old one stays.
 */
export function writePrivateFile(file: string, text: string): void {
	const temporary = `${file}.new`;
	// Made anew, so that its mode is ours from the start.
	rmSync(temporary, { force: true });
	try {
		const descriptor = openSync(temporary, 'wx', 0o600);
		try {
			const bytes = Buffer.from(text);
			for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		renameSync(temporary, file);
	} catch (error) {
		rmSync(temporary, { force: true });
		throw error;
	}
}
