import { NAME_MAX_BYTES, RAW_NAME_MAX_CHARS } from './limits.ts';

/** Why a name is refused. */
export const nameReasons = [
	'empty',
	'reserved',
	'separator',
	'control',
	'bidi_override',
	'invalid_unicode',
	'too_long',
] as const;
export type NameReason = (typeof nameReasons)[number];

export type NameVerdict =
	| { readonly ok: true; readonly name: string }
	| { readonly ok: false; readonly reason: NameReason };

const encoder = new TextEncoder();

/** Looks like nothing on a screen: format characters, fillers, BRAILLE BLANK, variation selectors and white space. */
const INVISIBLE_ONLY = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]*$/u;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** Embeddings, overrides and isolates reorder what follows (`invoice\u202Egpj.exe`); marks (200E, 200F, 061C) do not. */
const BIDI_OVERRIDE = /[\u202A-\u202E\u2066-\u2069]/u;
const NONCHARACTER = /[\uFEFF\uFFF9-\uFFFB\p{Noncharacter_Code_Point}]/u;
/** Tag characters are fine only behind the black flag, where they spell a region (🏴󠁧󠁢󠁳󠁣󠁴󠁿). */
const STRAY_TAG = /(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0000}-\u{E007F}]/u;
const EDGE_SPACE = /^\p{White_Space}+|\p{White_Space}+$/gu;

/**
 * The one rule for names of files and folders, in browser and functions alike: NFC, white space
 * trimmed at both ends, then judged. Idempotent: a canonical name is its own canonical name.
 */
export function canonicalName(raw: string): NameVerdict {
	if (raw.length > RAW_NAME_MAX_CHARS) return { ok: false, reason: 'too_long' };
	if (!raw.isWellFormed()) return { ok: false, reason: 'invalid_unicode' };
	const name = raw.normalize('NFC').replace(EDGE_SPACE, '');
	const reason = refusal(name);
	return reason === undefined ? { ok: true, name } : { ok: false, reason };
}

function refusal(name: string): NameReason | undefined {
	if (name === '') return 'empty';
	if (NONCHARACTER.test(name) || STRAY_TAG.test(name)) return 'invalid_unicode';
	if (BIDI_OVERRIDE.test(name)) return 'bidi_override';
	if (CONTROL.test(name)) return 'control';
	if (INVISIBLE_ONLY.test(name)) return 'empty';
	if (name === '.' || name === '..') return 'reserved';
	if (/[/\\]/.test(name)) return 'separator';
	if (encoder.encode(name).length > NAME_MAX_BYTES) return 'too_long';
	return undefined;
}

/** `holiday.tar.gz` → `['holiday.tar', '.gz']`; a leading dot belongs to the stem. */
export function splitExtension(name: string): readonly [stem: string, extension: string] {
	const dot = name.lastIndexOf('.');
	return dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
}

/**
 * The name the n-th file of the same name gets: `image.jpg` → `image (1).jpg`. The stem is cut, at a
 * whole character, where the result would be longer than a name may be.
 */
export function numberedName(name: string, n: number): string {
	const [stem, extension] = splitExtension(name);
	const tail = ` (${String(n)})${extension}`;
	const room = NAME_MAX_BYTES - encoder.encode(tail).length;
	if (room < 1) return numberedName(stem, n);
	return clip(stem, room) + tail;
}

function clip(text: string, maxBytes: number): string {
	let bytes = 0;
	let kept = '';
	for (const { segment } of new Intl.Segmenter('en').segment(text)) {
		bytes += encoder.encode(segment).length;
		if (bytes > maxBytes) break;
		kept += segment;
	}
	return kept.trimEnd();
}
