import { appOfPage } from '$lib/app/app';
import type { LayoutLoad } from './$types';

// Everything is rendered in the browser: the build is a handful of static files.
export const ssr = false;
export const prerender = false;

/** See "The site's composition root" in docs/architecture.md. */
export const load: LayoutLoad = () => ({ app: appOfPage() });
