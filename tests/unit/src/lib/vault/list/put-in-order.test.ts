import { putInOrder } from '$lib/vault/list/put-in-order';
import { expect, test, vi } from 'vitest';

function listOf(letters: string) {
	const list = document.createElement('div');
	for (const letter of letters) {
		const row = document.createElement('div');
		row.tabIndex = -1;
		row.textContent = letter;
		list.append(row);
	}
	document.body.replaceChildren(list);
	return list;
}

function inOrder(list: Element) {
	return [...list.children].toSorted((a, b) => a.textContent.localeCompare(b.textContent));
}

test.each(['efghabcd', 'hgfedcba', 'bacdefgh', 'bcdefgha', 'habcdefg', 'abcdefgh', 'a', ''])(
	'%s',
	(letters) => {
		const list = listOf(letters);

		putInOrder(inOrder(list));

		expect(list.textContent).toBe(Array.from(letters).toSorted().join(''));
	},
);

test.each(Array.from('abcdefgh'))('%s keeps the focus that it has', (letter) => {
	const list = listOf('efghabcd');
	const row = [...list.children].find(({ textContent }) => textContent === letter);
	if (!(row instanceof HTMLElement)) throw new Error('no such row');
	row.focus();
	const lost = vi.fn();
	row.addEventListener('blur', lost);

	putInOrder(inOrder(list));

	expect(list.textContent).toBe('abcdefgh');
	expect(document.activeElement).toBe(row);
	expect(lost).not.toHaveBeenCalled();
});

test('moves nothing that is in order', () => {
	const list = listOf('abcdefgh');
	const moved = vi.spyOn(Element.prototype, 'after');

	putInOrder(inOrder(list));

	expect(moved).not.toHaveBeenCalled();
});
