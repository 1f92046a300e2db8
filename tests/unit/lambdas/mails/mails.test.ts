import { describe, expect, it } from 'vitest';
import { translated } from '../../../../architecture/languages/catalogue.ts';
import { mailsIn } from '../../../../lambdas/mails/mails.ts';

const MB = 1024 * 1024;

describe('a mail about a batch', () => {
	it.each([
		[null, 1, 8, '1 file (8 B) arrived in your vault.\n\nMessage 7'],
		['en-US', 12_040, 3.2 * MB, '12,040 files (3.2 MB) arrived in your vault.\n\nMessage 7'],
		['de-DE', 1, 8, '1 Datei (8 B) in deinem Tresor angekommen.\n\nNachricht 7'],
		['de', 12_040, 3.2 * MB, '12.040 Dateien (3,2 MB) in deinem Tresor angekommen.\n\nNachricht 7'],
		[
			'de-CH',
			12_040,
			3.2 * MB,
			"12'040 Dateien (3.2 MB) in deinem Tresor angekommen.\n\nNachricht 7",
		],
		['sv', 2, 8, '2 files (8 B) arrived in your vault.\n\nMessage 7'],
	])('has words and numbers of %s', (tag, files, bytes, text) => {
		expect(mailsIn(tag).arrived({ id: '7', files, bytes }).text).toBe(text);
	});
});

describe('a mail about what was restored', () => {
	it.each([
		['en', 1, 1, 0, '1 file (1 KB) restored, and open for 1 day.'],
		[
			'en',
			2,
			7,
			1,
			'2 files (1 KB) restored, and open for 7 days. 1 file could not be restored: see Restored.',
		],
		[
			'de',
			1,
			1,
			2,
			'1 Datei (1 KB) wiederhergestellt und 1 Tag lang zu öffnen. 2 Dateien nicht wiederherzustellen: siehe „Wiederhergestellt“.',
		],
	])('has words and numbers of %s', (tag, files, days, failed, text) => {
		const mail = mailsIn(tag).restored({ id: '7', files, bytes: 1024, days, failed });
		expect(mail.text.split('\n')[0]).toBe(text);
	});
});

it('has a subject that SNS takes, in each language', () => {
	const batch = { id: '7', files: 1, bytes: 1 };
	for (const tag of ['en', ...translated]) {
		const mails = [
			mailsIn(tag).arrived(batch),
			mailsIn(tag).restored({ ...batch, days: 1, failed: 0 }),
		];
		for (const { subject } of mails) expect(subject).toMatch(/^[\p{L}\d][^\p{C}]{1,98}$/u);
	}
});
