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

/** `code` is what Cognito puts the code in the place of. It is good for a day. */
export function addressCode(_: Forms, { code }: { readonly code: string }): Mail {
	return {
		subject: 'Dein Code für CloudVault',
		text: [
			'Gib diesen Code ein, um deine E-Mail-Adresse zu bestätigen:',
			code,
			'Er gilt einen Tag. Wenn du ihn nicht angefordert hast, lass diese Nachricht liegen: Ohne den Code geschieht nichts.',
		].join('\n\n'),
	};
}

/** As above; good for an hour. */
export function resetCode(_: Forms, { code }: { readonly code: string }): Mail {
	return {
		subject: 'Wähle ein neues Passwort für CloudVault',
		text: [
			'Gib diesen Code ein, um ein neues Passwort zu wählen:',
			code,
			'Er gilt eine Stunde. Wenn du ihn nicht angefordert hast, lass diese Nachricht liegen: Dein Passwort bleibt, wie es ist.',
		].join('\n\n'),
	};
}

export interface Invitation {
	/** What Cognito puts the temporary password in the place of, and the address. */
	readonly code: string;
	readonly address: string;
	readonly siteOrigin: string;
}

/** The password is good for seven days: `TemporaryPasswordValidityDays` in `resources/user-pool.yml`. */
export function invitation(_: Forms, { code, address, siteOrigin }: Invitation): Mail {
	return {
		subject: 'Du bist in einen CloudVault eingeladen',
		text: [
			'Du bist eingeladen, deine Dateien in einem privaten Tresor aufzubewahren.',
			`Melde dich auf ${siteOrigin} mit deiner E-Mail-Adresse ${address} und diesem vorläufigen Passwort an:`,
			code,
			'Dann wählst du ein eigenes Passwort. Die Einladung gilt 7 Tage; ist sie abgelaufen, bitte die Person, die dich eingeladen hat, um eine neue.',
		].join('\n\n'),
	};
}
