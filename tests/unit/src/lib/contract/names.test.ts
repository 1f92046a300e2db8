import { canonicalName, numberedName, splitExtension, type NameReason } from '#contract/names';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const accepted = (name: string) => ({ ok: true, name });

/** Strings of every plane, lone surrogates and format characters included. */
const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('a name is kept as it is', () => {
	test.each([
		'．．',
		'%2e%2e%2f',
		'%252e',
		'a%00.jpg',
		'👨‍👩‍👧‍👦',
		'می‌خواهم',
		'☺️',
		'🇨🇭',
		'👍🏽',
		'🏴󠁧󠁢󠁳󠁣󠁴󠁿',
		'🍣.txt',
		'a\u200eb\u200fc\u061cd',
		'a.',
		'CON',
		'con.txt',
		'COM¹',
		'AUX.tar.gz',
		'a:b',
		'< > : " | ? *',
		'.htaccess',
		'desktop.ini',
		'.DS_Store',
		'__MACOSX',
		'<img src=x onerror=alert(1)>.png'.replace('/', ''),
		'{{7*7}}',
		'${jndi:ldap:x}',
		"'; DROP TABLE",
		"=cmd|'calc'!A0",
		'javascript:alert(1)',
		'__proto__',
		'constructor',
		'toString',
		'hasOwnProperty',
		'...',
		'..a',
		'a'.repeat(255),
		'漢'.repeat(85),
	])('%j', (name) => {
		expect(canonicalName(name)).toEqual(accepted(name));
	});
});

describe('a name is made canonical', () => {
	test.each([
		['e\u0301', 'é'],
		['\u212b', '\u00c5'],
		['\u1112\u1161\u11ab', '한'],
		[' a ', 'a'],
		['\u00a0a\u3000', 'a'],
		['\ta\n', 'a'],
		['a  b', 'a  b'],
		['\u0958', '\u0915\u093c'],
	])('%j becomes %j', (raw, name) => {
		expect(canonicalName(raw)).toEqual(accepted(name));
	});
});

describe('a name is refused', () => {
	const rows: readonly (readonly [NameReason, readonly string[]])[] = [
		[
			'empty',
			['', ' ', '\t', '\u00a0', '\u3000', '\u200b', '\u2800', '\u200b\u2060', '\ufe0f', '\u3164'],
		],
		['reserved', ['.', '..', ' .. ']],
		[
			'separator',
			[
				'a/b',
				'a\\b',
				'../x',
				'..\\x',
				'/etc/passwd',
				'C:\\x',
				'\\\\srv\\s',
				'/',
				'${jndi:ldap://x}',
			],
		],
		[
			'control',
			['a\0b', 'a\u0001', 'a\u001fb', 'a\u007f', 'a\u0080b', 'a\u009f', 'a\rb', 'a\nb', 'a\u2028b'],
		],
		['bidi_override', ['invoice\u202egpj.exe', 'a\u202a', 'a\u2066b', 'a\u2069']],
		[
			'invalid_unicode',
			[
				'a\ud800',
				'\udc00a',
				'a\ufeffb',
				'a\ufffe',
				'a\uffff',
				'a\ufff9b',
				'a\u{e0041}',
				'\u{1f600}\u{e0041}',
				'a\u{1fffe}',
			],
		],
		[
			'too_long',
			[
				'a'.repeat(256),
				'漢'.repeat(86),
				'🍣'.repeat(255),
				'\u0958'.repeat(50),
				'a\u0301'.repeat(1e6),
			],
		],
	];

	test.each(rows.flatMap(([reason, names]) => names.map((name) => [reason, name] as const)))(
		'as %s: %j',
		(reason, name) => {
			expect(canonicalName(name)).toEqual({ ok: false, reason });
		},
	);

	test('quickly, whatever it is', () => {
		// Of the processor alone: other work on the machine does not count. Backtracking would take minutes.
		const before = process.cpuUsage();
		for (const bait of ['a'.repeat(50_000) + '!', ' '.repeat(50_000), '\u{e0041}'.repeat(2000)]) {
			expect(canonicalName(bait).ok).toBe(false);
		}
		expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
	});
});

describe('every name', () => {
	test('is its own canonical name once it is canonical', () => {
		fc.assert(
			fc.property(anyText, (raw) => {
				const verdict = canonicalName(raw);
				if (verdict.ok) expect(canonicalName(verdict.name)).toEqual(verdict);
			}),
			{ numRuns: 20_000 },
		);
	});

	test('fits a file system, has no separator and survives UTF-8', () => {
		fc.assert(
			fc.property(anyText, (raw) => {
				const verdict = canonicalName(raw);
				if (!verdict.ok) return;
				expect(bytesOf(verdict.name)).toBeLessThanOrEqual(255);
				expect(verdict.name).not.toMatch(/[/\\\0]/);
				expect(Buffer.from(verdict.name, 'utf8').toString('utf8')).toBe(verdict.name);
			}),
			{ numRuns: 5000 },
		);
	});
});

describe('the number of a name', () => {
	test.each([
		['image.jpg', 1, 'image (1).jpg'],
		['holiday.tar.gz', 2, 'holiday.tar (2).gz'],
		['.htaccess', 3, '.htaccess (3)'],
		['notes', 60, 'notes (60)'],
	])('of %j is put before the extension', (name, n, expected) => {
		expect(numberedName(name, n)).toBe(expected);
	});

	test('leaves any canonical name canonical, however long', () => {
		const names = fc.tuple(
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 260 }),
			fc.constantFrom('', '.jpg', `.${'x'.repeat(253)}`, `.${'漢'.repeat(84)}`),
		);
		fc.assert(
			fc.property(names, fc.integer({ min: 1, max: 1e6 }), ([stem, extension], n) => {
				const verdict = canonicalName(stem + extension);
				if (!verdict.ok) return;
				const numbered = numberedName(verdict.name, n);
				expect(canonicalName(numbered)).toEqual(accepted(numbered));
				expect(numbered).toContain(`(${String(n)})`);
			}),
			{ numRuns: 5000 },
		);
	});

	test.each([
		['a.b.c', ['a.b', '.c']],
		['.hidden', ['.hidden', '']],
		['plain', ['plain', '']],
		['dot.', ['dot', '.']],
	])('finds the extension of %j', (name, parts) => {
		expect(splitExtension(name)).toEqual(parts);
	});
});
