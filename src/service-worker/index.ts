import { build, files, version } from '$service-worker';
import { inLanguage } from './language';
import { leaveOthers } from './leave-others';
import { hearSaving, savingAt } from './save';
import { isShare, park, SHARED } from './share';

declare const self: ServiceWorkerGlobalScope;

/**
 * Keeps the shell of the site, so that it opens at once and without a network. Only what the build
 * made: never /config.json, which the page holds and which differs per deployment, and never the API or the bucket, whose
 * answers are private and go out of date.
 */
const lang = new URL(self.location.href).searchParams.get('lang') ?? '';
const CACHE = `shell-${version}-${lang}`;
const PAGE = '/';
const CONFIG = /(?<=<script type="application\/json" id="config">)[^<]+/;
const assets = new Set([...build, ...files]);

async function install() {
	const cache = await caches.open(CACHE);
	await cache.addAll(await inLanguage([...assets], lang));
	const page = await fetch(PAGE, { cache: 'no-cache' });
	const text = (await page.text()).replace(CONFIG, '');
	await cache.put(PAGE, new Response(text, { headers: page.headers }));
	// The boot script is made after the list of the build: its address stands in the page alone.
	const scripts = text.matchAll(/<script src="([^"]+)"/g);
	await cache.addAll(Array.from(scripts, ([, address = '']) => address));
}

async function dropOldShells() {
	const keys = await caches.keys();
	await Promise.all(
		keys.filter((key) => key !== CACHE && key !== SHARED).map((key) => caches.delete(key)),
	);
	await self.clients.claim();
}

/** The network first, for a new deployment; the shell we have where there is none. */
async function page(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (error) {
		const kept = await caches.match(PAGE);
		if (kept === undefined) throw error;
		return kept;
	}
}

async function asset(request: Request): Promise<Response> {
	return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

self.addEventListener('install', (event) => {
	leaveOthers(event, new URL(self.location.href));
	event.waitUntil(install().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(dropOldShells());
});

self.addEventListener('message', hearSaving);

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== self.location.origin) return;
	if (isShare(request, url)) event.respondWith(park(request));
	if (request.method !== 'GET') return;
	const saving = savingAt(url);
	if (saving !== undefined) event.respondWith(saving);
	else if (request.mode === 'navigate') event.respondWith(page(request));
	else if (assets.has(url.pathname) || url.pathname.startsWith('/_app/immutable/'))
		event.respondWith(asset(request));
});
