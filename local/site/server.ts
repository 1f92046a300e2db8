import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Clock } from '../clock/vault-clock.ts';
import { requestUrl } from '../http/request-url.ts';
import { sendJson, serve, type LocalServer, type RequestHandler } from '../http/serve.ts';
import { CLOCK_SCRIPT, CLOCK_STATE, clockScript, withClock } from './browser-clock.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import { withConfig } from './page-config.ts';
import { sendError, type PrivateObjects } from './private-objects.ts';
import { isSitePath } from './site-path.ts';

export interface SiteOptions {
	readonly port: number;
	/** The built site. */
	readonly directory: string;
	readonly distribution: Distribution;
	readonly headersOf: (behaviour: Behaviour) => Readonly<Record<string, string>>;
	/** What lies in a bucket and needs a signed address. */
	readonly privateObjects: PrivateObjects;
	/** What `/config.json` answers, and the page holds. */
	readonly config: () => unknown;
	readonly log: (line: string) => void;
	/** Where a person has moved it, pages get its time too. */
	readonly clock: Clock;
	/** Answers everything but the configuration, instead of the built files: the dev server. */
	readonly middleware?: (request: IncomingMessage, response: ServerResponse) => void;
}

const TYPES: Readonly<Record<string, string>> = {
	'.bcmap': 'application/octet-stream',
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.map': 'application/json',
	'.pfb': 'application/x-font-type1',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.ttf': 'font/ttf',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json',
	'.webp': 'image/webp',
	'.woff2': 'font/woff2',
};

/** CloudFront compresses these types, and files from 1,000 bytes on. */
const COMPRESSIBLE = /^(text\/|application\/(json|javascript|manifest\+json|wasm)|image\/svg)/;
const MIN_COMPRESSED_BYTES = 1000;

const compressors = {
	br: (body: Buffer) =>
		promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
	gzip: promisify(gzip),
};

/** Serves the site as CloudFront does, with `/config.json` of this stack. */
export function startSite(options: SiteOptions): Promise<LocalServer> {
	const { config, middleware, distribution, privateObjects, clock } = options;
	const files = new SiteFiles(options.directory, { clock, config });
	const handler: RequestHandler = async (request, response) => {
		const { pathname } = requestUrl(request);
		const behaviour = distribution.behaviourOf(pathname);
		const headers = options.headersOf(behaviour);
		const { trustedKeys } = behaviour;
		if (!isSitePath(pathname)) {
			sendError(response, 403, 'AccessDenied', headers);
		} else if (pathname === '/config.json') {
			sendJson(response, 200, config(), { ...headers, 'cache-control': 'no-cache' });
		} else if (pathname === CLOCK_STATE) {
			sendJson(response, 200, { offsetMs: clock.offsetMs }, uncached(headers));
		} else if (pathname === CLOCK_SCRIPT) {
			sendScript(response, clockScript(clock), uncached(headers));
		} else if (trustedKeys) {
			const wanted = { pathname, behaviour: { ...behaviour, trustedKeys }, headers };
			await privateObjects.send(request, response, wanted);
		} else if (middleware) {
			middleware(request, response);
		} else {
			await files.send(request, response, { pathname, headers });
		}
	};
	const refusalHeaders = options.headersOf(distribution.standard);
	return serve(handler, { port: options.port, refusalHeaders, log: options.log });
}

function uncached(headers: Readonly<Record<string, string>>): Record<string, string> {
	return { ...headers, 'cache-control': 'no-store' };
}

function sendScript(
	response: ServerResponse,
	script: string,
	headers: Readonly<Record<string, string>>,
): void {
	response.writeHead(200, { ...headers, 'content-type': 'text/javascript; charset=utf-8' });
	response.end(script);
}

interface FileRequest {
	readonly pathname: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** What a page has that the build does not know. */
type PageParts = Pick<SiteOptions, 'clock' | 'config'>;

class SiteFiles {
	readonly #directory: string;
	readonly #pages: PageParts;
	/** Compressed bodies by encoding, path and time of change. */
	readonly #compressed = new Map<string, Promise<Buffer>>();

	constructor(directory: string, pages: PageParts) {
		this.#directory = directory;
		this.#pages = pages;
	}

	async send(
		request: IncomingMessage,
		response: ServerResponse,
		wanted: FileRequest,
	): Promise<void> {
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			sendError(response, 403, 'AccessDenied', wanted.headers);
			return;
		}
		const path = this.#fileOf(wanted.pathname);
		const info = await stat(path).catch(() => undefined);
		if (!info?.isFile()) {
			// What CloudFront passes on from a private bucket for a file that is not there.
			sendError(response, 403, 'AccessDenied', wanted.headers);
			return;
		}
		const isPage = extname(path) === '.html';
		const version = `${info.mtimeMs.toString(36)}-${info.size.toString(36)}`;
		const etag = `"${version}${isPage ? this.#stamp() : ''}"`;
		const headers = {
			...wanted.headers,
			'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
			'cache-control': wanted.pathname.startsWith('/_app/immutable/')
				? 'public, max-age=31536000, immutable'
				: 'no-cache',
			etag,
			vary: 'accept-encoding',
		};
		if (request.headers['if-none-match'] === etag) {
			response.writeHead(304, headers).end();
			return;
		}
		const file = await readFile(path);
		const { body, encoding } = await this.#encoded(request, isPage ? this.#complete(file) : file, {
			type: headers['content-type'],
			key: `${path} ${etag}`,
		});
		response.writeHead(200, {
			...headers,
			...(encoding && { 'content-encoding': encoding }),
			'content-length': String(body.length),
		});
		response.end(request.method === 'HEAD' ? undefined : body);
	}

	#complete(file: Buffer): Buffer {
		const { clock, config } = this.#pages;
		const page = withConfig(file, config());
		return clock.offsetMs > 0 ? withClock(page) : page;
	}

	/** A page that was loaded before the clock was moved, or from a stack with other addresses, is another one. */
	#stamp(): string {
		const { clock, config } = this.#pages;
		const hash = createHash('sha256').update(JSON.stringify(config())).digest('base64url');
		return `-${hash.slice(0, 8)}${clock.offsetMs > 0 ? '-clock' : ''}`;
	}

	/** A path without a file extension is a page of the app, as CloudFront's function has it. */
	#fileOf(pathname: string): string {
		const lastSegment = pathname.slice(pathname.lastIndexOf('/') + 1);
		if (!lastSegment.includes('.')) return join(this.#directory, 'index.html');
		return join(this.#directory, normalize(decodeURIComponent(pathname)));
	}

	async #encoded(
		request: IncomingMessage,
		body: Buffer,
		{ type, key }: { readonly type: string; readonly key: string },
	): Promise<{ readonly body: Buffer; readonly encoding?: keyof typeof compressors }> {
		const accepted = String(request.headers['accept-encoding']);
		const encoding = (['br', 'gzip'] as const).find((each) => accepted.includes(each));
		if (!encoding || !COMPRESSIBLE.test(type) || body.length < MIN_COMPRESSED_BYTES)
			return { body };
		const encodedKey = `${encoding} ${key}`;
		const compressed = this.#compressed.get(encodedKey) ?? compressors[encoding](body);
		this.#compressed.set(encodedKey, compressed);
		return { body: await compressed, encoding };
	}
}
