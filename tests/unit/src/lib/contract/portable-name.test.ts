import { portableName } from '#contract/portable-name';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** Strings of every plane, lone surrogates and control characters included. */
const anyText = fc.string({ unit: 'binary', maxLength: 60 });

/** Names that Windows is particular about, with what may stand around them. */
const deviceLike = fc
	.tuple(
		fc.constantFrom('con', 'PRN', 'Aux', 'nul', 'CONIN$', 'com1', 'LPT9', 'com¹', 'lpt³', 'com0'),
		fc.constantFrom('', ' ', '  ', '.', '..', ':'),
		fc.constantFrom('', 'txt', 'tar.gz', '.', ' '),
	)
	.map((parts) => parts.join(''));

describe('a name that is legal everywhere stays as it is', () => {
	test.each([
		'holiday.jpg',
		'Übung (1).pdf',
		'🍣 & 🍺.txt',
		'.htaccess',
		'..cache',
		'console.log',
		'COM10',
		'com0.txt',
		'my con.txt',
		'a con',
		' leading',
		"Bob's 100%; #1 = [x]{y}~`$.txt",
	])('%j', (name) => {
		expect(portableName(name)).toBe(name);
	});
});

describe('a name that some system refuses is replaced', () => {
	test.each([
		['CON', '_CON'],
		['con.txt', '_con.txt'],
		['AUX.tar.gz', '_AUX.tar.gz'],
		['nul .txt', '_nul .txt'],
		['COM¹.log', '_COM¹.log'],
		['CONIN$', '_CONIN$'],
		['con:', 'con_'],
		['a:b', 'a_b'],
		['a<b>c"d|e?f*g', 'a_b_c_d_e_f_g'],
		['../x', '.._x'],
		['back\\slash', 'back_slash'],
		['line\r\nbreak', 'line__break'],
		['line\u2028break', 'line_break'],
		['ends with dot.', 'ends with dot_'],
		['ends with space ', 'ends with space_'],
		['both. .', 'both___'],
		['...', '___'],
		['', '_'],
	])('%j becomes %j', (name, portable) => {
		expect(portableName(name)).toBe(portable);
	});
});

test.each([
	['any text', anyText],
	['what resembles a device', deviceLike],
])('of %s it is legal on Windows', (_, names) => {
	fc.assert(
		fc.property(names, (name) => {
			const portable = portableName(name);

			expect(portable).not.toMatch(/[<>:"/\\|?*]|\p{Cc}|[. ]$|^$/u);
			const stem = portable.replace(/\..*$/s, '').trimEnd();
			expect(stem).not.toMatch(/^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³])$/i);
		}),
	);
});

test.each([
	['any text', anyText],
	['what resembles a device', deviceLike],
])('of %s a portable name is its own portable name', (_, names) => {
	fc.assert(
		fc.property(names, (name) => {
			expect(portableName(portableName(name))).toBe(portableName(name));
		}),
	);
});
