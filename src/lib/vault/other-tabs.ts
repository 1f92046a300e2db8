/** The person's other tabs: told that the vault has changed, so that they read again what they show. */
export class OtherTabs {
	readonly #channel =
		typeof BroadcastChannel === 'undefined'
			? undefined
			: new BroadcastChannel('cloudvault.changes');

	tell(): void {
		this.#channel?.postMessage('changed');
	}

	/** Calls `listener` when another tab has changed something, until the returned function is called. */
	onChange(listener: () => void): () => void {
		this.#channel?.addEventListener('message', listener);
		return () => this.#channel?.removeEventListener('message', listener);
	}
}
