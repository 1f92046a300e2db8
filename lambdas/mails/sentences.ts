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

/** `code` is what Cognito puts the code in the place of. It is good for a day. */
export function addressCode(_: Forms, { code }: { readonly code: string }): Mail {
	return {
		subject: 'Your code for CloudVault',
		text: [
			'Type this code to confirm your e-mail address:',
			code,
			'It is good for a day. If you did not ask for it, ignore this message: without the code nothing happens.',
		].join('\n\n'),
	};
}

/** As above; good for an hour. */
export function resetCode(_: Forms, { code }: { readonly code: string }): Mail {
	return {
		subject: 'Choose a new password for CloudVault',
		text: [
			'Type this code to choose a new password:',
			code,
			'It is good for an hour. If you did not ask for it, ignore this message: your password stays as it is.',
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
		subject: 'You are invited to a CloudVault',
		text: [
			'You are invited to keep your files in a private vault.',
			`Sign in at ${siteOrigin} with your e-mail address ${address} and this temporary password:`,
			code,
			'You then choose a password of your own. The invitation is good for 7 days; if it has expired, ask the person who invited you for a new one.',
		].join('\n\n'),
	};
}
