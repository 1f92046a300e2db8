/**
 * Where a person wanted to go before they had to sign in: a path of this site and nothing else.
 *
 * What is handed on must mean the same when it is parsed once more: `/.//host` is a path of ours, but
 * what is left of it after one parse, `//host`, is another site.
 */
export function nextAddress(url: URL): string {
	const wanted = url.searchParams.get('next');
	if (wanted?.startsWith('/') !== true) return '/folders';
	const resolved = URL.parse(wanted, url.origin);
	if (resolved?.username !== '' || resolved.password !== '') return '/folders';
	const address = resolved.pathname + resolved.search + resolved.hash;
	const again = URL.parse(address, url.origin);
	return resolved.origin === url.origin && again?.href === resolved.href ? address : '/folders';
}

/** The sign-in page that leads back to `url`. */
export function signInAddress(url: URL): string {
	const here = url.pathname + url.search;
	return here === '/' || here === '/folders'
		? '/sign-in'
		: `/sign-in?next=${encodeURIComponent(here)}`;
}
