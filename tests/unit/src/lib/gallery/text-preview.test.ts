import { TEXT_SHOWN_MAX, textOf } from '$lib/gallery/text-preview';
import { describe, expect, it } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a text preview', () => {
	it('shows all of a short text', () => {
		expect(textOf(bytes('Grüezi 🍣'), 12)).toEqual({ kind: 'text', text: 'Grüezi 🍣', cut: false });
	});

	it('says that it shows only the beginning of a long one', () => {
		const preview = textOf(bytes('x'.repeat(TEXT_SHOWN_MAX)), TEXT_SHOWN_MAX + 1);

		expect(preview).toMatchObject({ kind: 'text', cut: true });
	});

	it('leaves out a character that was cut in two', () => {
		const preview = textOf(bytes('ab🍣').subarray(0, 4), 100);

		expect(preview).toMatchObject({ text: 'ab' });
	});

	it('knows bytes that only call themselves text', () => {
		expect(textOf(new Uint8Array([0x4d, 0x5a, 0, 3]), 4)).toEqual({ kind: 'binary' });
	});
});
