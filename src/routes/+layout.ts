// Everything is rendered in the browser: the build is a handful of static files.
export const ssr = false;
export const prerender = false;
