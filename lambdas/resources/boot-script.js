// The site's Content-Security-Policy allows one script in the page, by the hash of what the build leaves there.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootScript } from '../../external-boot-script.js';

const PAGE = join(import.meta.dirname, '../../src/app.html');

/** As `script-src` takes it: `'sha256-…'`. */
export async function source() {
	const script = await bootScript(await readFile(PAGE, 'utf8'));
	return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
