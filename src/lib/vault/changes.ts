/** Tells the person's other tabs that the vault has changed, so that they read again what they show. */
const channel =
	typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('cloudvault.changes');

export function tellOtherTabs(): void {
	channel?.postMessage('changed');
}

/** Calls `listener` when another tab has changed something, until the returned function is called. */
export function onChangeInOtherTab(listener: () => void): () => void {
	channel?.addEventListener('message', listener);
	return () => channel?.removeEventListener('message', listener);
}
