import { randomFrom, type Random } from '../support/random.ts';

const sentences = [
	'Thank you for your letter of last week.',
	'The work begins on Monday and takes about five days.',
	'Please send the signed copy back to us.',
	'We have changed the second paragraph as you asked.',
	'The amount is due within thirty days.',
	'Nothing was decided; we come back to it in spring.',
	'The keys are with the neighbour on the first floor.',
	'Bring the garden chairs in before it rains.',
] as const;

function paragraphs(random: Random, count: number): readonly string[] {
	return Array.from({ length: count }, () =>
		Array.from({ length: random.whole(2, 6) }, () => random.pick(sentences)).join(' '),
	);
}

export function text(seed: string): Buffer {
	const random = randomFrom(seed);
	return Buffer.from(`${paragraphs(random, random.whole(2, 30)).join('\n\n')}\n`);
}

export function markdown(seed: string, title: string): Buffer {
	const random = randomFrom(seed);
	const list = Array.from({ length: random.whole(3, 9) }, () => `- ${random.pick(sentences)}`);
	const parts = [`# ${title}`, ...paragraphs(random, random.whole(1, 8)), list.join('\n')];
	return Buffer.from(`${parts.join('\n\n')}\n`);
}

export function csv(seed: string): Buffer {
	const random = randomFrom(seed);
	const rows = Array.from({ length: random.whole(12, 400) }, (_, row) =>
		[
			row + 1,
			random.pick(['Anna', 'Jonas', 'Mehmet', 'Zoë'] as const),
			random.whole(100, 99_999) / 100,
		].join(','),
	);
	return Buffer.from(`number,who,amount\n${rows.join('\n')}\n`);
}

/** Points of an A4 page, and of its margin. */
const PAGE = { width: 595, height: 842, margin: 72 };
const LINE = 16;
const LINES_PER_PAGE = 42;
const LINE_MAX_CHARS = 80;

/** A PDF of a few pages of Helvetica, which every viewer brings along. */
export function pdf(seed: string, title: string): Buffer {
	const random = randomFrom(seed);
	const lines = [
		title,
		'',
		...paragraphs(random, random.whole(3, 40)).flatMap((each) => [...wrapped(each), '']),
	];
	const pages = Array.from({ length: Math.ceil(lines.length / LINES_PER_PAGE) }, (_, page) =>
		contentOf(lines.slice(page * LINES_PER_PAGE, (page + 1) * LINES_PER_PAGE)),
	);
	// Objects 1 to 3 are the catalogue, the list of pages and the font; then two for each page.
	const kids = pages.map((_, page) => `${String(4 + page * 2)} 0 R`).join(' ');
	const box = `[0 0 ${String(PAGE.width)} ${String(PAGE.height)}]`;
	return fileOf([
		'<</Type/Catalog/Pages 2 0 R>>',
		`<</Type/Pages/Kids[${kids}]/Count ${String(pages.length)}>>`,
		'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
		...pages.flatMap((content, page) => [
			`<</Type/Page/Parent 2 0 R/MediaBox${box}/Resources<</Font<</F1 3 0 R>>>>/Contents ${String(5 + page * 2)} 0 R>>`,
			`<</Length ${String(Buffer.byteLength(content, 'latin1'))}>>\nstream\n${content}\nendstream`,
		]),
	]);
}

function wrapped(paragraph: string): readonly string[] {
	return paragraph.match(new RegExp(`.{1,${String(LINE_MAX_CHARS)}}(?:\\s|$)`, 'g')) ?? [];
}

function contentOf(lines: readonly string[]): string {
	const shown = lines.map((line) => `(${line.replaceAll(/[\\()]/g, String.raw`\$&`)}) Tj T*`);
	const start = `${String(PAGE.margin)} ${String(PAGE.height - PAGE.margin)} Td`;
	return `BT /F1 11 Tf ${String(LINE)} TL ${start}\n${shown.join('\n')}\nET`;
}

/** Numbers the objects and lists where each begins, as a reader looks from the end. */
function fileOf(objects: readonly string[]): Buffer {
	const parts = ['%PDF-1.4\n'];
	const offsets: number[] = [];
	let length = parts.join('').length;
	for (const [index, object] of objects.entries()) {
		const part = `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
		offsets.push(length);
		length += Buffer.byteLength(part, 'latin1');
		parts.push(part);
	}
	const size = String(objects.length + 1);
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
	parts.push(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`);
	parts.push(`trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${String(length)}\n%%EOF\n`);
	return Buffer.from(parts.join(''), 'latin1');
}
