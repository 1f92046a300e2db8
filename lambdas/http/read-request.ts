import { BODY_MAX_BYTES } from '#contract/limits';
import type { APIGatewayProxyEventV2 as HttpEvent } from 'aws-lambda';
import { VaultError } from '../domain/vault-error.ts';

/** The fields of a GET; one that comes twice is refused, as readers differ on which of the two counts. */
export function readQuery(rawQueryString: string): Record<string, string> {
	const fields = new URLSearchParams(rawQueryString);
	for (const name of fields.keys()) {
		if (fields.getAll(name).length > 1) throw new VaultError('bad_request');
	}
	return Object.fromEntries(fields);
}

/**
 * The object in the body of a POST. Only `application/json`: no plain form of another site can send that
 * without asking first. UTF-8 without a byte order mark, not compressed.
 */
export function readBody(event: Pick<HttpEvent, 'headers' | 'body' | 'isBase64Encoded'>): object {
	const type = event.headers['content-type'] ?? '';
	if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
		throw new VaultError('unsupported_media_type');
	}
	if (event.headers['content-encoding'] !== undefined) {
		throw new VaultError('unsupported_media_type');
	}
	const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
	if (bytes.byteLength > BODY_MAX_BYTES) throw new VaultError('body_too_large');
	const body = parseJson(bytes);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new VaultError('bad_request');
	}
	return body;
}

function parseJson(bytes: Buffer): unknown {
	try {
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		return JSON.parse(text, refusePrototypes);
	} catch (error) {
		throw error instanceof VaultError ? error : new VaultError('bad_request');
	}
}

function refusePrototypes(key: string, value: unknown): unknown {
	if (key === '__proto__') throw new VaultError('bad_request');
	return value;
}
