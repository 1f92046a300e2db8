/**
 * The programs that no npm package brings. Setup looks for them here, and what runs them finds them
 * here, so that the one never promises what the other misses. Plain JavaScript, as setup is.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Both are needed, and both are MariaDB's alone: a `mysqld` may be MySQL's, which starts otherwise. */
export const DATABASE_PROGRAMS = ['mariadbd', 'mariadb-install-db'];

/** Chrome first: Ubuntu's Chromium is a snap, which shares no temporary files with its tests. */
export const BROWSERS = [
	'google-chrome',
	'chromium',
	'chromium-browser',
	// macOS keeps them in no directory of PATH.
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The same engine without the windows of a browser, which takes tests a quarter less time. Debian has it as a package. */
export const BROWSER_FOR_TESTS = 'chromium-headless-shell';

/** Debian keeps servers there, and others who install them by hand; Homebrew those that it links nowhere. */
const WHERE_ROOT_LOOKS = [
	'/usr/sbin',
	'/sbin',
	'/usr/local/sbin',
	'/opt/homebrew/opt/mariadb/bin',
	'/usr/local/opt/mariadb/bin',
];

/** Where the first of these programs lies that this machine has. */
export function findProgram(names) {
	const directories = [...(process.env.PATH ?? '').split(delimiter), ...WHERE_ROOT_LOOKS];
	return names
		.flatMap((name) =>
			isAbsolute(name) ? [name] : directories.map((directory) => join(directory, name)),
		)
		.find(isExecutable);
}

/** The same for one program. Throws a sentence if it is not installed. */
export function program(name) {
	const found = findProgram([name]);
	if (found === undefined)
		throw new Error(`There is no ${name}. Install mariadb-server, or set DATABASE_URL.`);
	return found;
}

function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
