/** Where a person wanted to go before they had to sign in: a path of this site and nothing else. */
export function nextAddress(url: URL): string {
	const wanted = url.searchParams.get('next');
	if (wanted === null) return '/folders';
	// Resolved as the browser would: `//evil.example`, `/\evil.example` and `https:…` leave the site.
	const resolved = URL.parse(wanted, url.origin);
	if (resolved?.origin !== url.origin || !wanted.startsWith('/')) return '/folders';
	return resolved.pathname + resolved.search + resolved.hash;
}

/** The sign-in page that leads back to `url`. */
export function signInAddress(url: URL): string {
	const here = url.pathname + url.search;
	return here === '/' || here === '/folders'
		? '/sign-in'
		: `/sign-in?next=${encodeURIComponent(here)}`;
}
