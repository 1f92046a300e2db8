import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/vault-clock.ts';
import { requestUrl } from '../http/request-url.ts';
import type { AccessKey } from '../iam/access-keys.ts';
import type { Behaviour } from './distribution.ts';
import { refusalOf } from './signed-address.ts';

export interface PrivateObjectsOptions {
	readonly s3Origin: string;
	readonly region: string;
	/** CloudFront signs its requests to S3 with it (origin access control). */
	readonly key: AccessKey;
	readonly siteOrigin: string;
	readonly clock: Clock;
}

interface PrivateRequest {
	readonly pathname: string;
	readonly behaviour: Behaviour & Required<Pick<Behaviour, 'trustedKeys'>>;
	readonly headers: Readonly<Record<string, string>>;
}

/** Serves a bucket's objects to requests with a signed address, and refuses all others. */
export class PrivateObjects {
	readonly #options: PrivateObjectsOptions;
	readonly #client: S3Client;

	constructor(options: PrivateObjectsOptions) {
		this.#options = options;
		this.#client = new S3Client({
			region: options.region,
			endpoint: options.s3Origin,
			forcePathStyle: true,
			credentials: options.key,
		});
	}

	async send(
		request: IncomingMessage,
		response: ServerResponse,
		wanted: PrivateRequest,
	): Promise<void> {
		const { trustedKeys, bucket } = wanted.behaviour;
		const { pathname, search } = requestUrl(request);
		const address = new URL(this.#options.siteOrigin + pathname + search);
		const refusal = isReading(request)
			? refusalOf(address, { trustedKeys, now: this.#options.clock.now() })
			: 'AccessDenied';
		if (refusal !== undefined) {
			sendError(response, 403, refusal, wanted.headers);
			return;
		}
		try {
			this.#client.config.systemClockOffset = this.#options.clock.offsetMs;
			const object = await this.#client.send(
				new GetObjectCommand({ Bucket: bucket, Key: wanted.pathname.slice(1) }),
			);
			const body = await object.Body?.transformToByteArray();
			response.writeHead(200, {
				'content-type': object.ContentType ?? 'binary/octet-stream',
				'content-length': String(body?.length ?? 0),
				...(object.ETag !== undefined && { etag: object.ETag }),
				...wanted.headers,
			});
			response.end(request.method === 'HEAD' ? undefined : body);
		} catch (error) {
			if (!(error instanceof S3ServiceException)) throw error;
			sendError(response, error.$metadata.httpStatusCode ?? 502, error.name, wanted.headers);
		}
	}
}

function isReading({ method }: IncomingMessage): boolean {
	return method === 'GET' || method === 'HEAD';
}

/** As CloudFront words its own refusals, and passes on those of a bucket. */
export function sendError(
	response: ServerResponse,
	status: number,
	code: string,
	headers: Readonly<Record<string, string>>,
): void {
	response.writeHead(status, { ...headers, 'content-type': 'application/xml' });
	response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`);
}
