import type { IncomingMessage } from 'node:http';

const HERE = 'http://127.0.0.1';

/**
 * The address that a request asks for; never throws. A target such as `//host` stays a path, which
 * `new URL(target, base)` would read as another host. One that is no address has the path `//`.
 */
export function requestUrl({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
	const address = url.startsWith('/') ? `${HERE}${url}` : url;
	return URL.parse(address) ?? new URL(`${HERE}//`);
}
