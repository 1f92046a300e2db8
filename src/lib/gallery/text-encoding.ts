/** Names as `TextDecoder` knows them, in the order in which they are offered. */
export const ENCODINGS = [
	{ name: 'utf-8', label: 'UTF-8' },
	{ name: 'utf-16le', label: 'UTF-16' },
	{ name: 'utf-16be', label: 'UTF-16, big endian' },
	{ name: 'windows-1252', label: 'Western (Windows-1252)' },
	{ name: 'iso-8859-15', label: 'Western (ISO-8859-15)' },
	{ name: 'windows-1250', label: 'Central European (Windows-1250)' },
	{ name: 'iso-8859-2', label: 'Central European (ISO-8859-2)' },
	{ name: 'windows-1251', label: 'Cyrillic (Windows-1251)' },
	{ name: 'koi8-r', label: 'Cyrillic (KOI8-R)' },
	{ name: 'windows-1253', label: 'Greek (Windows-1253)' },
	{ name: 'windows-1254', label: 'Turkish (Windows-1254)' },
	{ name: 'windows-1255', label: 'Hebrew (Windows-1255)' },
	{ name: 'windows-1256', label: 'Arabic (Windows-1256)' },
	{ name: 'gb18030', label: 'Simplified Chinese (GB18030)' },
	{ name: 'big5', label: 'Traditional Chinese (Big5)' },
	{ name: 'shift_jis', label: 'Japanese (Shift JIS)' },
	{ name: 'euc-jp', label: 'Japanese (EUC-JP)' },
	{ name: 'euc-kr', label: 'Korean (EUC-KR)' },
] as const;

export type Encoding = (typeof ENCODINGS)[number]['name'];

/** As many bytes as are looked at. */
const SAMPLE = 64 * 1024;
/** A log may hold some bytes that are no text; above this share it is none. */
const CONTROL_MAX = 0.05;
/** ASCII in UTF-16 has a zero in every other byte; other scripts still have their spaces and digits. */
const UTF16_ZEROS_MIN = 0.1;

/** The encoding that the beginning of a file is in; undefined where the bytes are no text. */
export async function guessEncoding(bytes: Uint8Array): Promise<Encoding | undefined> {
	const sample = bytes.subarray(0, SAMPLE);
	const marked = byMark(sample) ?? byZeros(sample);
	if (marked !== undefined) return marked;
	if (shareOf(sample, isControl) > CONTROL_MAX) return undefined;
	if (isValid(sample, 'utf-8')) return 'utf-8';
	// Loaded for the few texts that are not UTF-8.
	const { default: chardet } = await import('chardet');
	const guesses = chardet.analyse(sample).flatMap(({ name, confidence }) => {
		const encoding = knownEncoding(name);
		return encoding === undefined || encoding === 'utf-8' ? [] : [{ encoding, confidence }];
	});
	const [best] = guesses;
	if (best !== undefined && best.confidence >= SURE) return best.encoding;
	return byFrequentCharacters(sample) ?? best?.encoding ?? 'windows-1252';
}

/** In percent. A text of a few words gives less: too little for statistics. */
const SURE = 20;

/** The first bytes of the characters that a language uses most: the first level of its national standard. */
const FREQUENT: readonly (readonly [Encoding, least: number, most: number])[] = [
	['gb18030', 0xb0, 0xd7],
	['euc-jp', 0xb0, 0xcf],
	['euc-kr', 0xb0, 0xc8],
	['big5', 0xa4, 0xc6],
	['shift_jis', 0x88, 0x97],
];

/** Of the encodings with two bytes for a character, the one in which all of them are valid and most are frequent. */
function byFrequentCharacters(sample: Uint8Array): Encoding | undefined {
	const leads = sample.filter((byte, at) => byte >= 0x80 && pairBegins(sample, at));
	const scored = FREQUENT.filter(([encoding]) => isValid(sample, encoding)).map(
		([encoding, least, most]) => ({
			encoding,
			share: shareOf(leads, (byte) => byte >= least && byte <= most),
		}),
	);
	const best = scored.toSorted((a, b) => b.share - a.share)[0];
	return best !== undefined && best.share > 0.5 ? best.encoding : undefined;
}

/** True for the first of two bytes: an even number of high ones stands before it in a row. */
function pairBegins(sample: Uint8Array, at: number): boolean {
	let before = at;
	while (before > 0 && (sample[before - 1] ?? 0) >= 0x80) before -= 1;
	return (at - before) % 2 === 0;
}

/** By the byte order mark. */
function byMark([first, second, third]: Uint8Array): Encoding | undefined {
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	return undefined;
}

/** By where the zeros are: on one side of every pair of bytes, and hardly ever on the other one. */
function byZeros(sample: Uint8Array): Encoding | undefined {
	const isZero = (byte: number) => byte === 0;
	const even = shareOf(
		sample.filter((_, at) => at % 2 === 0),
		isZero,
	);
	const odd = shareOf(
		sample.filter((_, at) => at % 2 === 1),
		isZero,
	);
	if (odd > UTF16_ZEROS_MIN && even < odd / 10) return textIn(sample, 'utf-16le');
	if (even > UTF16_ZEROS_MIN && odd < even / 10) return textIn(sample, 'utf-16be');
	return undefined;
}

/** The same encoding, unless it makes of the bytes what is no text: sound has such zeros too. */
function textIn(sample: Uint8Array, encoding: Encoding): Encoding | undefined {
	const codes = Uint16Array.from(
		new TextDecoder(encoding).decode(sample, { stream: true }),
		(each) => each.charCodeAt(0),
	);
	const controls = codes.filter((code) => code === 0xfffd || isControl(code)).length;
	return controls > codes.length * CONTROL_MAX ? undefined : encoding;
}

function shareOf(bytes: Uint8Array, test: (byte: number) => boolean): number {
	return bytes.length === 0 ? 0 : bytes.filter(test).length / bytes.length;
}

/** No letter, no space, no end of a line, and no escape of a terminal's colours. */
function isControl(byte: number): boolean {
	return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}

function isValid(sample: Uint8Array, encoding: Encoding): boolean {
	try {
		// Streaming: a character that the sample cuts in two is no fault.
		new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
		return true;
	} catch {
		return false;
	}
}

function knownEncoding(name: string): Encoding | undefined {
	let canonical: string;
	try {
		// ISO-8859-1 is Windows-1252 to browsers, and so are other names of the same thing.
		canonical = new TextDecoder(name).encoding;
	} catch {
		return undefined;
	}
	const named = canonical === 'gbk' ? 'gb18030' : canonical;
	return ENCODINGS.find((each) => each.name === named)?.name;
}
