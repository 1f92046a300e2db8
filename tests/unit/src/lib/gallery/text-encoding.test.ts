import { guessEncoding } from '$lib/gallery/text-encoding';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const file = (name: string) =>
	new Uint8Array(readFileSync(join(import.meta.dirname, 'texts', name)));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));

describe('the encoding of a text', () => {
	it.each([
		['gbk.txt', 'gb18030', '中文乱码测试'],
		['latin1-notes.txt', 'windows-1252', 'Grüße aus München'],
		['windows1252.csv', 'windows-1252', 'Müller;5,00 €'],
		['utf16le-bom.txt', 'utf-16le', ''],
		['utf16le.reg', 'utf-16le', 'Windows Registry'],
		['utf8-bom.csv', 'utf-8', ''],
		['log-with-nul.txt', 'utf-8', ''],
	] as const)('of %s is %s', async (name, encoding, holds) => {
		const bytes = file(name);

		expect(await guessEncoding(bytes)).toBe(encoding);
		const text = new TextDecoder(encoding).decode(bytes);
		expect(text).toContain(holds);
		expect(text).not.toContain('\ufffd');
	});

	it.each([
		['UTF-8', utf8('Grüezi 🍣'), 'utf-8'],
		['nothing at all', new Uint8Array(), 'utf-8'],
		['UTF-8 that is cut in a character', utf8('ab🍣').subarray(0, 4), 'utf-8'],
		['Chinese in UTF-16 without its mark', utf16('\ufeff你好,世界'), 'utf-16le'],
		['colours of a terminal', utf8('\u001b[31mred\u001b[0m'), 'utf-8'],
	])('of %s is known', async (_, bytes, encoding) => {
		expect(await guessEncoding(bytes)).toBe(encoding);
	});

	it.each([
		['a program', new Uint8Array([0x4d, 0x5a, 0, 3])],
		[
			'quiet sound of 16 bits',
			new Uint8Array(Array.from({ length: 4000 }, (_, at) => (at % 2 ? 0 : at % 9))),
		],
	])('is none where %s only calls itself text', async (_, bytes) => {
		expect(await guessEncoding(bytes)).toBeUndefined();
	});

	it('is known of Cyrillic in its old code page', async () => {
		const text =
			'Съешь же ещё этих мягких французских булок, да выпей чаю. Это обычный русский текст.';
		const bytes = Uint8Array.from(text, (each) => {
			const code = each.charCodeAt(0);
			if (code === 0x451) return 0xb8;
			return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
		});

		expect(await guessEncoding(bytes)).toBe('windows-1251');
	});
});
