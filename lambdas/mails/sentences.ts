import type { Forms } from './forms.ts';

/** A mail as plain text. */
export interface Mail {
	readonly subject: string;
	readonly text: string;
}

export interface ArrivedFiles {
	/** The same for each time that the message is sent. */
	readonly id: string;
	readonly files: number;
	readonly bytes: number;
}

/** Of a batch of uploads whose files are all stored, or over in another way. */
export function arrived({ plural, size }: Forms, { id, files, bytes }: ArrivedFiles): Mail {
	return {
		subject: 'CloudVault: your files have arrived',
		text: [
			`${plural(files, 'file')} (${size(bytes)}) arrived in your vault.`,
			`Message ${id}`,
		].join('\n\n'),
	};
}

export interface RestoredFiles extends ArrivedFiles {
	/** For how long the copies stay. */
	readonly days: number;
	/** Files that could not be restored. */
	readonly failed: number;
}

/** Of copies from the archive that are all there, or over in another way. */
export function restored(
	{ plural, size }: Forms,
	{ id, files, bytes, days, failed }: RestoredFiles,
): Mail {
	const parts = [
		`${plural(files, 'file')} (${size(bytes)}) restored, and open for ${plural(days, 'day')}.`,
		failed > 0 && `${plural(failed, 'file')} could not be restored: see Restored.`,
	];
	return {
		subject: 'CloudVault: your files are restored',
		text: [parts.filter((part) => part !== false).join(' '), `Message ${id}`].join('\n\n'),
	};
}
