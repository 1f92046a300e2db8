import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Outcome } from '../functions/outcome.ts';
import { requestUrl } from '../http/request-url.ts';
import {
	BodyTooLargeError,
	overLine,
	readBody,
	serve,
	type Line,
	type LocalServer,
	type RequestHandler,
} from '../http/serve.ts';
import { preflightHeaders, responseHeaders } from './cors.ts';
import { toEvent } from './event.ts';
import type { TokenCheck } from './jwt.ts';
import { matchRoute } from './match.ts';
import { toAnswer, type HttpAnswer } from './response.ts';
import type { HttpApi, Route } from './routes.ts';
import { TokenBucket } from './token-bucket.ts';
import { Turns } from './turns.ts';

export interface GatewayOptions {
	readonly api: HttpApi;
	readonly port: number;
	readonly checkToken: TokenCheck;
	/** Never rejects for what a function does wrong: that is an outcome. `person` is the caller's `sub`, empty for a stranger. */
	readonly invoke: (functionArn: string, event: unknown, person: string) => Promise<Outcome>;
	/** What requests of browsers come over. Default: nothing. */
	readonly line?: Line | undefined;
	readonly log: (line: string) => void;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_HEADER_BYTES = 10_240;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Serves one HTTP API. Every answer that is not a function's has API Gateway's own words. */
export function startGateway(options: GatewayOptions): Promise<LocalServer> {
	const gateway = new Gateway(options);
	const handler: RequestHandler = async (request, response) => {
		await overLine(options.line, request);
		await gateway.handle(request, response);
	};
	return serve(handler, {
		port: options.port,
		// Above our own limit, so that it is we who answer when it is passed.
		maxHeaderSize: 8 * MAX_HEADER_BYTES,
		log: options.log,
	});
}

class Gateway {
	readonly #options: GatewayOptions;
	readonly #buckets = new Map<Route, TokenBucket>();
	readonly #turns = new Turns();

	constructor(options: GatewayOptions) {
		this.#options = options;
	}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const requestId = randomUUID();
		const answering = () => this.#answer(request, requestId);
		// A preflight carries no token, and is answered at once. All others without one wait for each other.
		const answer = await (isPreflight(request)
			? answering()
			: this.#turns.run(request.headers.authorization ?? '', answering));
		response.writeHead(answer.status, {
			...withoutCors(answer.headers, this.#options.api.cors !== undefined),
			...this.#corsHeaders(request),
			'apigw-requestid': requestId,
			'content-length': String(answer.body.length),
		});
		response.end(request.method === 'HEAD' ? undefined : answer.body);
	}

	async #answer(request: IncomingMessage, requestId: string): Promise<HttpAnswer> {
		const receivedAt = new Date();
		if (headerBytes(request) > MAX_HEADER_BYTES) {
			return error(431, 'Request Header Fields Too Large');
		}
		if (isPreflight(request) && this.#options.api.cors) {
			return { status: 204, headers: {}, body: Buffer.alloc(0) };
		}
		const url = requestUrl(request);
		const match = matchRoute(this.#options.api.routes, request.method ?? '', this.#path(url));
		if (!match) return error(404, 'Not Found');
		if (!this.#mayPass(match.route)) return error(429, 'Too Many Requests');

		// Two headers are one, joined, to API Gateway: no token.
		const authorization = request.headersDistinct.authorization?.join(',');
		const verdict = await this.#options.checkToken(match.route, authorization);
		if (verdict.kind === 'unauthorized') return challenge(401, 'Unauthorized', 'invalid_token');
		if (verdict.kind === 'forbidden') return challenge(403, 'Forbidden', 'insufficient_scope');

		const body = await readBody(request, MAX_BODY_BYTES).catch((cause: unknown) => {
			if (cause instanceof BodyTooLargeError) return undefined;
			throw cause;
		});
		if (!body) return error(413, 'Request Entity Too Large');
		const { caller } = verdict;
		const { api } = this.#options;
		return this.#integrate(
			match.route,
			toEvent({ api, match, request, url, body, caller, requestId, receivedAt }),
			caller.claims.sub ?? '',
		);
	}

	async #integrate(route: Route, event: unknown, person: string): Promise<HttpAnswer> {
		const giveUp = Promise.withResolvers<undefined>();
		const timer = setTimeout(() => giveUp.resolve(undefined), route.timeoutMs);
		const outcome = await Promise.race([
			this.#options.invoke(route.functionArn, event, person),
			giveUp.promise,
		]);
		clearTimeout(timer);
		if (!outcome) return error(503, 'Service Unavailable');
		const answer = outcome.ok ? toAnswer(outcome.payload) : undefined;
		return answer ?? error(500, 'Internal Server Error');
	}

	/** The path that routes are matched against: without the stage's name, except for `$default`. */
	#path(url: URL): string {
		const { stage } = this.#options.api;
		const prefix = `/${stage}`;
		const isPrefixed = stage !== '$default' && url.pathname.startsWith(`${prefix}/`);
		return isPrefixed ? url.pathname.slice(prefix.length) : url.pathname;
	}

	#mayPass(route: Route): boolean {
		if (!route.throttle) return true;
		const bucket = this.#buckets.get(route) ?? new TokenBucket(route.throttle);
		this.#buckets.set(route, bucket);
		return bucket.take();
	}

	#corsHeaders(request: IncomingMessage): Record<string, string> {
		const { cors } = this.#options.api;
		if (!cors) return {};
		const { origin } = request.headers;
		const asked = request.headers['access-control-request-method'];
		if (isPreflight(request)) return preflightHeaders(cors, { origin, method: asked ?? '' });
		return responseHeaders(cors, { origin, method: request.method ?? '' });
	}
}

function isPreflight(request: IncomingMessage): boolean {
	return (
		request.method === 'OPTIONS' &&
		request.headers.origin !== undefined &&
		request.headers['access-control-request-method'] !== undefined
	);
}

/** Where an API has a CORS configuration, API Gateway ignores what the function says about it. */
function withoutCors(headers: HttpAnswer['headers'], isConfigured: boolean): HttpAnswer['headers'] {
	if (!isConfigured) return headers;
	const kept = Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'));
	return Object.fromEntries(kept);
}

function headerBytes(request: IncomingMessage): number {
	const requestLine = `${request.method ?? ''} ${request.url ?? ''} HTTP/1.1`;
	return request.rawHeaders.reduce((sum, part) => sum + part.length + 2, requestLine.length);
}

function error(status: number, message: string): HttpAnswer {
	return {
		status,
		headers: { 'content-type': 'application/json' },
		body: Buffer.from(JSON.stringify({ message })),
	};
}

function challenge(status: number, message: string, reason: string): HttpAnswer {
	const { headers, body } = error(status, message);
	return { status, headers: { ...headers, 'www-authenticate': `Bearer error="${reason}"` }, body };
}
