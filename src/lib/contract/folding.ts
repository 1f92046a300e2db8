/**
 * [Note: Folding] Two texts are the same to a person who looks for one and types the other: `Résumé` and `resume`,
 * `Straße` and `strasse`, `ＡＢＣ` and `abc`, `カナ` and `かな`. By this one folding names are searched and sorted, in
 * browser and functions alike. It never decides whether two names are equal: that is `foldName`, which keeps apart what
 * this brings together.
 *
 * The rule: compatibility decomposition (UAX #15, NFKD), accents and invisible signs left out, full case folding, letters that
 * Unicode does not decompose by the letters people type for them, quotes and dashes as on a keyboard, digits of any script by
 * their value, katakana as hiragana; then composed again. Marks that make another letter stay: vowels of Indic
 * scripts, voiced kana, й.
 */
export function foldText(text: string): string {
	if (ASCII.test(text)) return text.toLowerCase();
	// Upper case first: it brings ß to SS, ſ to S and ı to I.
	const bare = withoutAccents(text).toUpperCase().toLowerCase();
	return withoutAccents(bare).replace(REPLACED, replacement).normalize('NFC');
}

const ASCII = /^[\x20-\x7e]*$/;

/** Accents belong to no script of their own; those of kana make another letter, and so does the breve of й. Hebrew has its points. */
const LEFT_OUT =
	/(и\u0306|И\u0306|[\u3099\u309a])|(?![\u3099\u309a])(?:(?=\p{Script=Inherited})\p{Mn}|(?=\p{Script=Hebrew})\p{Mn}|\p{Default_Ignorable_Code_Point}|\u0640)/gu;

function withoutAccents(text: string): string {
	return text.normalize('NFKD').replace(LEFT_OUT, '$1');
}

const LETTERS: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	ł: 'l',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ħ: 'h',
	ŧ: 't',
	ŋ: 'n',
	ĸ: 'k',
	ƀ: 'b',
	ɨ: 'i',
	ʉ: 'u',
	ς: 'σ',
	ی: 'ي',
	ى: 'ي',
	ک: 'ك',
	ة: 'ه',
	'‘': "'",
	'’': "'",
	ʼ: "'",
	'“': '"',
	'”': '"',
	'„': '"',
	'‐': '-',
	'‑': '-',
	'‒': '-',
	'–': '-',
	'—': '-',
	'−': '-',
	'⁄': '/',
};

/** The letters above, katakana that have a hiragana, and digits. */
const REPLACED = new RegExp(
	`[${Object.keys(LETTERS).join('')}]|[\\u30a1-\\u30f6\\u30fd\\u30fe]|(?![0-9])\\p{Nd}`,
	'gu',
);
const KATAKANA_BEHIND_HIRAGANA = 0x60;

function replacement(char: string): string {
	const letter = LETTERS[char];
	if (letter !== undefined) return letter;
	const point = char.codePointAt(0) ?? 0;
	if (point >= 0x30a1 && point <= 0x30fe) {
		return String.fromCodePoint(point - KATAKANA_BEHIND_HIRAGANA);
	}
	return digit(point);
}

/** Decimal digits come in runs of ten, the zero first (Unicode 4.6). */
function digit(point: number): string {
	let value = 0;
	while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(point - value - 1))) value += 1;
	return String(value);
}

/**
 * Text that sorts names as people do when it is compared by its code points: folded, and each run of digits as `0`, how many
 * digits its value has, and the digits, so that `image 9` comes before `image 10`.
 */
export function naturalText(name: string): string {
	return foldText(name).replace(/\d+/g, (run) => {
		const digits = run.replace(/^0+/, '');
		return `0${String.fromCodePoint(digits.length)}${digits}`;
	});
}
