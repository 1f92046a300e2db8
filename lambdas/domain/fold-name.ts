import { canonicalName } from '#contract/names';
import { VaultError } from './vault-error.ts';

/**
 * Names are equal when they fold to the same: `A.txt` is `a.txt`, and é is é however it was typed. The rule
 * is Unicode's *simple* case folding between two NFCs: one code point for one, in no language in
 * particular. So ß is not ss, ﬁ is not fi, ı is not i, and full-width Ａ is not A.
 *
 * We fold by ourselves, as the collations of MySQL and MariaDB differ and call different names equal.
 */
export function foldName(name: string): string {
	return Array.from(name.normalize('NFC'), foldCodePoint).join('').normalize('NFC');
}

/** Upper case first, so that σ, ς and Σ, or µ and μ, meet; a mapping to several code points is none. */
function foldCodePoint(char: string): string {
	// The one code point whose upper case (I) has another simple folding (i) than itself.
	if (char === 'ı') return char;
	const upper = soleCodePoint(char.toUpperCase()) ?? char;
	return soleCodePoint(upper.toLowerCase()) ?? char;
}

function soleCodePoint(text: string): string | undefined {
	return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length ? text : undefined;
}

/** The canonical form of a name that was typed. Throws `bad_name` with the reason. */
export function requireName(raw: string, field = 'name'): string {
	const verdict = canonicalName(raw);
	if (!verdict.ok) throw new VaultError('bad_name', { field, reason: verdict.reason });
	return verdict.name;
}
