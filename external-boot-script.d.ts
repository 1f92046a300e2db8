import type { Adapter } from '@sveltejs/kit';

/** See external-boot-script.js: `svelte.config.js` is read by tools that know no TypeScript. */
export function externalBootScript(
	adapter: Adapter,
	options: { readonly fallback: string; readonly pages: string; readonly report: string },
): Adapter;

export function bootScript(html: string): Promise<string>;
