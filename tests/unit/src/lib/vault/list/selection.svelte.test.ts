import { listCommand } from '$lib/vault/list/list-keys';
import { Selection } from '$lib/vault/list/selection.svelte';
import { describe, expect, it } from 'vitest';

const key = (name: string) => {
	const parts = name.split('+');
	return {
		key: parts.at(-1) ?? '',
		shiftKey: parts.includes('Shift'),
		ctrlKey: parts.includes('Control'),
		metaKey: false,
		altKey: parts.includes('Alt'),
	};
};

function press(selection: Selection, keys: string, columns = 1): void {
	for (const name of keys.split(' ')) {
		const command = listCommand(key(name === 'Space' ? ' ' : name), { columns, pageSize: 3 });
		if (command?.kind === 'step') selection.step(command.steps, { extend: command.extend });
		if (command?.kind === 'all') selection.all();
		if (command?.kind === 'clear') selection.clear();
		if (command?.kind === 'toggle' && selection.activeId) selection.toggle(selection.activeId);
	}
}

const chosen = (selection: Selection) => [...selection.ids].sort().join('');

describe('a selection by keyboard', () => {
	it.each([
		{ keys: 'ArrowDown', selected: 'a', on: 'a' },
		{ keys: 'ArrowUp', selected: 'a', on: 'a' },
		{ keys: 'ArrowDown ArrowDown', selected: 'b', on: 'b' },
		{ keys: 'ArrowDown ArrowUp ArrowUp', selected: 'a', on: 'a' },
		{ keys: 'ArrowDown Shift+ArrowDown Shift+ArrowDown', selected: 'abc', on: 'c' },
		{ keys: 'ArrowDown Shift+ArrowDown Shift+ArrowDown Shift+ArrowUp', selected: 'ab', on: 'b' },
		{ keys: 'End', selected: 'f', on: 'f' },
		{ keys: 'ArrowDown End', selected: 'f', on: 'f' },
		{ keys: 'ArrowDown End Home', selected: 'a', on: 'a' },
		{ keys: 'ArrowDown PageDown', selected: 'd', on: 'd' },
		{ keys: 'ArrowDown Shift+End', selected: 'abcdef', on: 'f' },
		{ keys: 'ArrowDown ArrowDown Space', selected: '', on: 'b' },
		{ keys: 'ArrowDown Space Space', selected: 'a', on: 'a' },
		{ keys: 'Control+a', selected: 'abcdef', on: undefined },
		{ keys: 'Control+a Escape', selected: '', on: undefined },
		{ keys: 'ArrowDown Control+a ArrowDown', selected: 'b', on: 'b' },
		{ keys: 'ArrowDown Escape ArrowDown', selected: 'b', on: 'b' },
	])('selects “$selected” after $keys', ({ keys, selected, on }) => {
		const selection = new Selection(() => ['a', 'b', 'c', 'd', 'e', 'f']);

		press(selection, keys);

		expect(chosen(selection)).toBe(selected);
		expect(selection.activeId).toBe(on);
	});

	it.each([
		{ keys: 'ArrowDown ArrowDown', on: 'd' },
		{ keys: 'ArrowDown ArrowRight', on: 'b' },
		{ keys: 'ArrowDown ArrowRight ArrowDown', on: 'e' },
		{ keys: 'ArrowDown ArrowDown ArrowLeft', on: 'c' },
	])('walks a grid of three columns to “$on” by $keys', ({ keys, on }) => {
		const selection = new Selection(() => ['a', 'b', 'c', 'd', 'e', 'f']);

		press(selection, keys, 3);

		expect(selection.activeId).toBe(on);
	});
});

describe('a selection by mouse and finger', () => {
	const of = (...ids: string[]) => new Selection(() => ids);

	it('replaces what was selected at a plain press', () => {
		const selection = of('a', 'b', 'c');

		selection.only('a');
		selection.only('c');

		expect(chosen(selection)).toBe('c');
	});

	it('extends from the last entry pressed without shift, in both directions', () => {
		const selection = of('a', 'b', 'c', 'd', 'e');

		selection.only('c');
		selection.extendTo('e');
		expect(chosen(selection)).toBe('cde');

		selection.extendTo('a');
		expect(chosen(selection)).toBe('abc');
	});

	it('adds and takes away single entries', () => {
		const selection = of('a', 'b', 'c');

		selection.toggle('a');
		selection.toggle('c');
		selection.toggle('a');

		expect(chosen(selection)).toBe('c');
	});

	it('begins a range where the list begins anew once its old beginning has left', () => {
		let ids = ['a', 'b', 'c', 'd'];
		const selection = new Selection(() => ids);
		selection.only('b');
		ids = ['a', 'c', 'd'];

		selection.extendTo('d');

		expect(chosen(selection)).toBe('d');
	});
});

describe('a selection over a list that changes', () => {
	it('forgets entries that have left the list', () => {
		let ids = $state.raw(['a', 'b', 'c']);
		const selection = new Selection(() => ids);
		selection.all();

		ids = ['a', 'c'];

		expect(selection.count).toBe(2);
	});

	it.each([
		{ leaving: ['b'], lands: 'c' },
		{ leaving: ['b', 'c'], lands: 'd' },
		{ leaving: ['b', 'c', 'd'], lands: 'a' },
	])('keeps the keyboard near when $leaving leave', ({ leaving, lands }) => {
		const selection = new Selection(() => ['a', 'b', 'c', 'd']);
		selection.only('b');

		selection.stepAside(new Set(leaving));

		expect(selection.activeId).toBe(lands);
	});
});

describe('a selection by boxes', () => {
	it.each([
		{ title: 'down', boxes: ['b', 'Shift d'], selected: 'bcd' },
		{ title: 'up', boxes: ['d', 'Shift b'], selected: 'bcd' },
		{ title: 'beside what is selected already', boxes: ['a', 'c', 'Shift d'], selected: 'acd' },
		{
			title: 'on from where the last range ended',
			boxes: ['a', 'Shift b', 'Shift d'],
			selected: 'abcd',
		},
		{ title: 'from nowhere', boxes: ['Shift c'], selected: 'c' },
	])('takes everything between two with shift: $title', ({ boxes, selected }) => {
		const selection = new Selection(() => ['a', 'b', 'c', 'd', 'e']);

		for (const box of boxes) {
			const id = box.at(-1) ?? '';
			if (box.startsWith('Shift')) selection.addThrough(id);
			else selection.toggle(id);
		}

		expect(chosen(selection)).toBe(selected);
	});
});

describe('keys of a list', () => {
	it('removes by Backspace on a Mac alone, with ⌘ or without', () => {
		const shape = { columns: 1, pageSize: 10 };
		const command = { ...key('Backspace'), metaKey: true };

		expect(listCommand(key('Backspace'), shape)).toBeUndefined();
		expect(listCommand(key('Backspace'), { ...shape, isMac: true })).toEqual({ kind: 'remove' });
		expect(listCommand(command, { ...shape, isMac: true })).toEqual({ kind: 'remove' });
	});

	it.each(['a', 'Tab', 'Control+c', 'Alt+ArrowDown', 'Control+End', 'ArrowLeft', 'Shift+F2'])(
		'leaves %s to the browser',
		(name) => {
			expect(listCommand(key(name), { columns: 1, pageSize: 10 })).toBeUndefined();
		},
	);

	it.each([
		['Enter', 'open'],
		['F2', 'rename'],
		['Delete', 'remove'],
		['ContextMenu', 'menu'],
		['Shift+F10', 'menu'],
	])('reads %s as “%s”', (name, kind) => {
		expect(listCommand(key(name), { columns: 1, pageSize: 10 })).toEqual({ kind });
	});
});
