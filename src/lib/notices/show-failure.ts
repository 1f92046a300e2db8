import { toasts } from '$lib/notices/toasts.svelte';
import { requestLine } from '../errors/request-line';
import { sentence } from '../errors/sentence';

/** At the edge of the screen: what happened and what to do next. */
export function showFailure(error: unknown): void {
	toasts.error(sentence(error), requestLine(error));
}
