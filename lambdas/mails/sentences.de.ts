// Written by `npm run catalogue`: the code of sentences.ts, in the words of src/locales/de.po.
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
		subject: 'CloudVault: Deine Dateien sind angekommen',
		text: [
			`${plural(files, 'Datei','Dateien')} (${size(bytes)}) in deinem Tresor angekommen.`,
			`Nachricht ${id}`,
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
		`${plural(files, 'Datei','Dateien')} (${size(bytes)}) wiederhergestellt und ${plural(days, 'Tag','Tage')} lang zu öffnen.`,
		failed > 0 && `${plural(failed, 'Datei','Dateien')} nicht wiederherzustellen: siehe „Wiederhergestellt“.`,
	];
	return {
		subject: 'CloudVault: Deine Dateien sind wiederhergestellt',
		text: [parts.filter((part) => part !== false).join(' '), `Nachricht ${id}`].join('\n\n'),
	};
}
