import { isArchived, type ObjectContent, type Restore } from './store/object-version.ts';
import { element, type Xml } from './xml.ts';

/** Whether an object's bytes can be read, and what `x-amz-restore` says about it. */
type RestoreState =
	| { readonly kind: 'none' }
	| { readonly kind: 'ongoing'; readonly restore: Restore }
	| { readonly kind: 'restored'; readonly expiresAt: Date };

export function restoreState({ restore }: ObjectContent, now: Date): RestoreState {
	if (!restore || restore.expiresAtMs <= now.getTime()) return { kind: 'none' };
	if (restore.readyAtMs > now.getTime()) return { kind: 'ongoing', restore };
	return { kind: 'restored', expiresAt: new Date(restore.expiresAtMs) };
}

export function isReadable(content: ObjectContent, now: Date): boolean {
	return !isArchived(content.storageClass) || restoreState(content, now).kind === 'restored';
}

/** The value of `x-amz-restore`; `undefined` where AWS sends none. */
export function restoreHeader(content: ObjectContent, now: Date): string | undefined {
	const state = restoreState(content, now);
	switch (state.kind) {
		case 'none':
			return undefined;
		case 'ongoing':
			return 'ongoing-request="true"';
		case 'restored':
			return `ongoing-request="false", expiry-date="${state.expiresAt.toUTCString()}"`;
	}
}

/** The element of the lists; `undefined` where AWS writes none. */
export function restoreElement(content: ObjectContent, now: Date): Xml | undefined {
	const state = restoreState(content, now);
	if (state.kind === 'none') return undefined;
	return element('RestoreStatus', [
		element('IsRestoreInProgress', state.kind === 'ongoing'),
		state.kind === 'restored' ? element('RestoreExpiryDate', state.expiresAt) : undefined,
	]);
}
