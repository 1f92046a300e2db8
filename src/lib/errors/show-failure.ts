import { toasts } from '$lib/components/ui/toasts.svelte';
import { requestLine } from './request-line';
import { sentence } from './sentence';

/** At the edge of the screen: what happened and what to do next. */
export function showFailure(error: unknown): void {
	toasts.error(sentence(error), requestLine(error));
}
