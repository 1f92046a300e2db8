import { isArchived, type ObjectContent } from './store/object-version.ts';

/** Whether an object's bytes can be read, and what `x-amz-restore` says about it. */
type RestoreState =
	| { readonly kind: 'none' }
	| { readonly kind: 'ongoing' }
	| { readonly kind: 'restored'; readonly expiresAt: Date };

export function restoreState({ restore }: ObjectContent, now: Date): RestoreState {
	if (!restore || restore.expiresAtMs <= now.getTime()) return { kind: 'none' };
	if (restore.readyAtMs > now.getTime()) return { kind: 'ongoing' };
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
