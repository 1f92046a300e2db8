import { BODY_MAX_BYTES } from '#contract/limits';
import type { HonoRequest } from 'hono';
import { VaultError } from '../domain/vault-error.ts';

/** The fields of a GET; one that comes twice is refused, as readers differ on which of the two counts. */
export function readQuery(request: Pick<HonoRequest, 'url'>): Record<string, string> {
	const { searchParams } = new URL(request.url);
	for (const name of searchParams.keys()) {
		if (searchParams.getAll(name).length > 1) throw new VaultError('bad_request');
	}
	return Object.fromEntries(searchParams);
}

/**
 * The object in the body of a POST. Only `application/json`: no plain form of another site can send that
 * without asking first. UTF-8 without a byte order mark, not compressed.
 */
export async function readJson(
	request: Pick<HonoRequest, 'header' | 'arrayBuffer'>,
): Promise<object> {
	const type = request.header('content-type') ?? '';
	if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
		throw new VaultError('unsupported_media_type');
	}
	if (request.header('content-encoding') !== undefined) {
		throw new VaultError('unsupported_media_type');
	}
	const bytes = await request.arrayBuffer();
	if (bytes.byteLength > BODY_MAX_BYTES) throw new VaultError('body_too_large');
	const body = parseJson(bytes);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new VaultError('bad_request');
	}
	return body;
}

function parseJson(bytes: ArrayBuffer): unknown {
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
