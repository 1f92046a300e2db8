import { NAME_MAX_BYTES } from '#contract/limits';
import { nameReasons, type NameReason } from '#contract/names';

/** Why a name is refused and what to do about it. Reasons come from the server too: an unknown one gets a general answer. */
export function nameSentence(reason: string | undefined): string {
	const known = nameReasons.find((candidate) => candidate === reason);
	return known === undefined ? 'This name cannot be used. Choose another one.' : ofReason(known);
}

function ofReason(reason: NameReason): string {
	switch (reason) {
		case 'empty':
			return 'A name needs at least one letter, digit or sign that can be seen.';
		case 'reserved':
			return '“.” and “..” have a meaning of their own. Choose another name.';
		case 'separator':
			return 'A name cannot contain / or \\. Use a dash instead.';
		case 'control':
			return 'The name contains a line break or a control character. Type it by hand.';
		case 'bidi_override':
			return 'The name contains hidden characters that turn the writing direction. Type it by hand.';
		case 'invalid_unicode':
			return 'The name contains broken characters. Type it by hand.';
		case 'too_long':
			return `This name is too long. ${String(NAME_MAX_BYTES)} plain letters fit, fewer with accents, emoji or other scripts.`;
	}
}
