import { EntryDrag } from '$lib/vault/actions/entry-drag.svelte';
import { expect, test, vi } from 'vitest';

test('an element that comes to stand for another folder is not marked for the one before', () => {
	const drag = new EntryDrag();
	const element = document.createElement('div');
	const path = [{ id: 'folder', name: 'Folder' }];
	const leave = drag.dropTarget(() => path, vi.fn())(element);
	const over = Object.assign(new Event('dragover'), { dataTransfer: { types: ['Files'] } });

	element.dispatchEvent(over);
	expect(element.dataset.drop).toBe('');
	if (leave) leave();

	expect(element.dataset.drop).toBeUndefined();
});
