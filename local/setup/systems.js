/** How a system is asked for the programs that no npm package brings. Plain JavaScript, as setup is. */
import { findProgram } from './programs.js';

/** By the program that installs: what to type before the packages, and what they are called there. */
const SYSTEMS = {
	brew: { install: 'brew install', database: 'mariadb', browser: '--cask google-chrome' },
	'apt-get': { install: 'sudo apt-get install', database: 'mariadb-server', browser: 'chromium' },
	dnf: { install: 'sudo dnf install', database: 'mariadb-server', browser: 'chromium' },
	pacman: { install: 'sudo pacman -S', database: 'mariadb', browser: 'chromium' },
	apk: { install: 'sudo apk add', database: 'mariadb', browser: 'chromium' },
	zypper: { install: 'sudo zypper install', database: 'mariadb', browser: 'chromium' },
};

/** The commands that install what is missing here, one for each kind of package; undefined where no such program is known. */
export function installCommands(missing) {
	const found = Object.entries(SYSTEMS).find(([program]) => findProgram([program]));
	if (found === undefined) return undefined;
	const { install, ...names } = found[1];
	const packages = missing.map((each) => names[each]);
	// A cask is installed apart from the rest.
	const [casks, rest] = [true, false].map((isCask) =>
		packages.filter((name) => name.startsWith('--') === isCask),
	);
	return [...(rest.length > 0 ? [rest.join(' ')] : []), ...casks].map(
		(name) => `${install} ${name}`,
	);
}
