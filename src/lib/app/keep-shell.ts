import { dev } from '$app/environment';

/** For browsers that do not tell when they are idle: by then the vault has long been on the screen. */
const LATER_MS = 5_000;

/**
 * Lets the service worker keep the files of the site for times without a network. It loads and compiles
 * all of them, so it waits until the browser has nothing else to do. Browsers without one, or that
 * refuse, as in private windows, do without.
 */
export function keepShell(): void {
	// `undefined` where the page is not served over HTTPS, whatever the types say.
	if (dev || !('serviceWorker' in navigator)) return;
	const register = () =>
		void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
	if ('requestIdleCallback' in window) requestIdleCallback(register);
	else setTimeout(register, LATER_MS);
}
