/** What a key asks of a list of entries. */
export type ListCommand =
	| { readonly kind: 'step'; readonly steps: number; readonly extend: boolean }
	| { readonly kind: 'toggle' | 'all' | 'clear' | 'open' | 'rename' | 'remove' | 'menu' };

export type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

interface Shape {
	/** Entries side by side: 1 for a list. */
	readonly columns: number;
	/** Steps to the entry above, and to the one below; `columns` unless given. */
	readonly up?: number | undefined;
	readonly down?: number | undefined;
	/** Entries one screen holds. */
	readonly pageSize: number;
	/** There the key that removes is Backspace, with ⌘ or without. */
	readonly isMac?: boolean;
	/** The entry after this one stands on its left. */
	readonly isRtl?: boolean;
}

/** Undefined for every key that is not ours: it keeps its meaning in the browser. */
export function listCommand(key: Key, { isMac = false, ...shape }: Shape): ListCommand | undefined {
	if (key.altKey) return undefined;
	const steps = stepsOf(key, shape);
	if (steps !== undefined) return { kind: 'step', steps, extend: key.shiftKey };
	if (isMac && key.key === 'Backspace' && !key.ctrlKey && !key.shiftKey) return { kind: 'remove' };
	if (key.ctrlKey || key.metaKey) {
		return key.key.toLowerCase() === 'a' ? { kind: 'all' } : undefined;
	}
	if (key.shiftKey) return key.key === 'F10' ? { kind: 'menu' } : undefined;
	const kind = plain[key.key];
	return kind && { kind };
}

const plain: Partial<Record<string, Exclude<ListCommand['kind'], 'step' | 'all'>>> = {
	' ': 'toggle',
	Escape: 'clear',
	Enter: 'open',
	F2: 'rename',
	Delete: 'remove',
	ContextMenu: 'menu',
};

function stepsOf(
	key: Key,
	{ columns, pageSize, up = -columns, down = columns, isRtl = false }: Shape,
): number | undefined {
	if (key.ctrlKey || key.metaKey) return undefined;
	const toTheRight = isRtl ? -1 : 1;
	switch (key.key) {
		case 'ArrowDown':
			return down;
		case 'ArrowUp':
			return up;
		case 'ArrowRight':
			return columns > 1 ? toTheRight : undefined;
		case 'ArrowLeft':
			return columns > 1 ? -toTheRight : undefined;
		case 'PageDown':
			return pageSize;
		case 'PageUp':
			return -pageSize;
		case 'Home':
			return -Infinity;
		case 'End':
			return Infinity;
		default:
			return undefined;
	}
}

/** Its keyboards have ⌘ for Ctrl, and no Delete key: what removes is called Backspace there. */
export function isMac(): boolean {
	return navigator.platform.startsWith('Mac');
}
