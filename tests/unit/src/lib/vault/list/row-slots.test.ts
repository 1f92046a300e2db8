import { RowSlots } from '$lib/vault/list/row-slots';
import { expect, test } from 'vitest';

/** Rows `from` to `to` of a list, each named by its letter: `a` is the first. */
function rows(from: number, to: number, letters = 'abcdefghijklmnop') {
	return Array.from({ length: to - from }, (_, at) => {
		const index = from + at;
		const key = letters.charAt(index);
		return { key, index, item: key };
	});
}

function shown(drawn: readonly { readonly slot: number; readonly key: string }[]): string[] {
	return drawn.map(({ slot, key }) => `${String(slot)} ${key}`);
}

test('a row keeps its element while it is shown, and one that comes takes that of one that has left', () => {
	const slots = new RowSlots<string>();

	expect(shown(slots.draw(rows(0, 4)))).toEqual(['0 a', '1 b', '2 c', '3 d']);
	expect(shown(slots.draw(rows(2, 6)))).toEqual(['0 e', '1 f', '2 c', '3 d']);
	expect(shown(slots.draw(rows(1, 5)))).toEqual(['0 e', '1 b', '2 c', '3 d']);
	expect(shown(slots.draw(rows(10, 14)))).toEqual(['0 k', '1 l', '2 m', '3 n']);
});

test('elements are made where there are too few, and leave where there are too many', () => {
	const slots = new RowSlots<string>();
	slots.draw(rows(0, 2));

	expect(shown(slots.draw(rows(0, 4)))).toEqual(['0 a', '1 b', '2 c', '3 d']);
	expect(shown(slots.draw(rows(2, 4)))).toEqual(['2 c', '3 d']);
	expect(shown(slots.draw(rows(2, 5)))).toEqual(['2 c', '3 d', '4 e']);
});

test('a row that has another place in the list keeps its element', () => {
	const slots = new RowSlots<string>();
	slots.draw(rows(0, 3));

	const drawn = slots.draw(rows(0, 4, 'xabc'));

	expect(shown(drawn)).toEqual(['0 a', '1 b', '2 c', '3 x']);
	expect(drawn.map(({ index }) => index)).toEqual([1, 2, 3, 0]);
});

test('the element that has the focus draws no other row, and leaves with its own', () => {
	const slots = new RowSlots<string>();
	slots.draw(rows(0, 3));

	expect(shown(slots.draw(rows(1, 4), 1))).toEqual(['0 d', '1 b', '2 c']);
	expect(shown(slots.draw(rows(4, 7), 1))).toEqual(['0 e', '2 f', '3 g']);
});

test('what has not changed is the same object, so that nothing is written anew', () => {
	const slots = new RowSlots<string>();
	const [, second] = slots.draw(rows(0, 3));

	expect(slots.draw(rows(1, 4))[1]).toBe(second);
	const renamed = rows(1, 4).map((row) => (row.key === 'b' ? { ...row, item: 'B' } : row));
	expect(slots.draw(renamed)[1]).toEqual({ slot: 1, key: 'b', index: 1, item: 'B' });
});
