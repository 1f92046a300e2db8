import { createApp } from '$lib/app/app';
import type { LayoutLoad } from './$types';

// Everything is rendered in the browser: the build is a handful of static files.
export const ssr = false;
export const prerender = false;

/** Depends on nothing, so Kit runs it once per page load: see "The site's composition root" in docs/architecture.md. */
export const load: LayoutLoad = () => ({ app: createApp() });
