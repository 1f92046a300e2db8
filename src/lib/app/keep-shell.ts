import { dev } from '$app/environment';

/**
 * Lets the service worker keep the files of the site for times without a network. It loads and compiles
 * all of them: to be called in spare time. Browsers without one, or that refuse, as in private windows, do
 * without. In another language it is another worker, with the files of that one.
 */
export async function keepShell(): Promise<void> {
	// `undefined` where the page is not served over HTTPS, whatever the types say.
	if (dev || !('serviceWorker' in navigator)) return;
	const address = `/service-worker.js?lang=${document.documentElement.lang}`;
	await navigator.serviceWorker.register(address).catch(() => undefined);
}
