import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	contentDisposition,
	safeDownloadName,
} from '../../../../lambdas/domain/content-disposition.ts';

/** RFC 6266 as a reader sees it: throws unless the header is one disposition with two parameters. */
function parse(header: string) {
	const match =
		/^(attachment|inline); filename="([\w .-]*)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[\dA-F]{2})*)$/.exec(
			header,
		);
	if (!match) throw new Error(`not one disposition: ${header}`);
	return { kind: match[1], plain: match[2], name: decodeURIComponent(match[3] ?? '') };
}

describe('the name a file is saved under', () => {
	it.each([
		['holiday.jpg', 'holiday.jpg'],
		['Übung (1).pdf', 'Übung (1).pdf'],
		['🍣 & 🍺.txt', '🍣 & 🍺.txt'],
		['.htaccess', '.htaccess'],
		['CON', '_CON'],
		['con.txt', '_con.txt'],
		['AUX.tar.gz', '_AUX.tar.gz'],
		['COM¹.log', '_COM¹.log'],
		['CONIN$', '_CONIN$'],
		['console.log', 'console.log'],
		['COM10', 'COM10'],
		['a:b', 'a_b'],
		['a<b>c"d|e?f*g', 'a_b_c_d_e_f_g'],
		['ends with dot.', 'ends with dot_'],
		['...', '___'],
		['../x', '.._x'],
		['', '_'],
	])('%j becomes %j', (name, safe) => {
		expect(safeDownloadName(name)).toBe(safe);
	});

	it('is legal on Windows, whatever the vault holds', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
				const safe = safeDownloadName(name);
				expect(safe).not.toMatch(/[<>:"/\\|?*]|\p{Cc}|[. ]$|^$/u);
				expect(safe).not.toMatch(/^(con|prn|aux|nul|(com|lpt)[1-9¹²³])(\.|$)/i);
			}),
		);
	});
});

describe('the header', () => {
	it('names the file twice: plainly, and as it is', () => {
		const header = contentDisposition('attachment', "Bob's naïve (1).txt");

		expect(header).toBe(
			`attachment; filename="Bob_s na_ve _1_.txt"; filename*=UTF-8''Bob%27s%20na%C3%AFve%20%281%29.txt`,
		);
	});

	it.each([
		'"quoted".txt',
		'back\\slash',
		'line\r\nSet-Cookie: a=b',
		'a; filename*=x',
		'%0d%0aSet-Cookie:',
		'line\u2028break',
		'\u05e9\u05dc\u05d5\u05dd.pdf',
		'漢'.repeat(85),
		'👨‍👩‍👧‍👦',
		'\ud800',
	])('of %j is one disposition with the name in it', (name) => {
		const parsed = parse(contentDisposition('inline', name));

		expect(parsed.kind).toBe('inline');
		expect(parsed.name).toBe(safeDownloadName(name).toWellFormed());
	});

	it('of any name is one disposition with that name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				const parsed = parse(contentDisposition('attachment', name));
				expect(parsed.name).toBe(safeDownloadName(name).toWellFormed());
			}),
		);
	});
});
