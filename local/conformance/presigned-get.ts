import assert from 'node:assert/strict';
import { assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';
import type { ConformanceTarget } from './target.ts';

const DISPOSITION = `attachment; filename="r_sum_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf`;

interface SignedRead {
	readonly key: string;
	readonly versionId: string;
	readonly url: string;
}

/** A file's address as the product signs it: version, name and type are fixed. */
async function signRead(target: ConformanceTarget): Promise<SignedRead> {
	const key = target.newKey();
	const { versionId = '' } = await target.put(key, 'content');
	const url = await target.presignGet(key, {
		versionId,
		disposition: DISPOSITION,
		contentType: 'application/pdf',
	});
	return { key, versionId, url };
}

function changed(url: string, change: (query: URLSearchParams) => void): string {
	const address = new URL(url);
	change(address.searchParams);
	return address.href;
}

/** An address with a change must be refused, after the same address without it was read. */
function refuses(
	name: string,
	change: (signed: SignedRead, target: ConformanceTarget) => string | Promise<string>,
): Probe {
	return required(`refuses a presigned GET ${name}`, async (target) => {
		const signed = await signRead(target);
		assertStatus(await rawRequest(signed.url, { method: 'GET' }), 200);
		assertRefused(await rawRequest(await change(signed, target), { method: 'GET' }), [403]);
	});
}

export const presignedGetProbes: readonly Probe[] = [
	required('serves the version, name and type that were signed into a GET', async (target) => {
		const { key, url } = await signRead(target);
		await target.put(key, 'newer');
		const answer = await rawRequest(url, { method: 'GET' });
		assertStatus(answer, 200);
		assert.equal(answer.body.toString(), 'content');
		assert.equal(answer.headers['content-disposition'], DISPOSITION);
		assert.equal(answer.headers['content-type'], 'application/pdf');
	}),
	refuses('whose response headers were changed', ({ url }) =>
		changed(url, (query) => query.set('response-content-disposition', 'inline')),
	),
	refuses('whose response headers were dropped', ({ url }) =>
		changed(url, (query) => query.delete('response-content-disposition')),
	),
	refuses('with added response headers', ({ url }) =>
		changed(url, (query) => query.set('response-cache-control', 'no-store')),
	),
	refuses('for another version', async ({ key, url }, target) => {
		const { versionId = '' } = await target.put(key, 'newer');
		return changed(url, (query) => query.set('versionId', versionId));
	}),
	refuses('for another key', async ({ key, url }, target) => {
		const other = target.newKey('secret');
		await target.put(other, 'secret');
		return url.replace(key, other);
	}),
	required('refuses a presigned GET that has expired', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const signingDate = new Date(Date.now() - 120_000);
		const open = await target.presignGet(key, { signingDate });
		assertStatus(await rawRequest(open, { method: 'GET' }), 200);
		const expired = await target.presignGet(key, { signingDate, expiresInSeconds: 60 });
		assertRefused(await rawRequest(expired, { method: 'GET' }), [403]);
	}),
	required('answers 404 to a presigned GET of a deleted version', async (target) => {
		const { key, versionId, url } = await signRead(target);
		assertStatus(await rawRequest(url, { method: 'GET' }), 200);
		await target.remove(key, versionId);
		assertStatus(await rawRequest(url, { method: 'GET' }), 404);
	}),
	...['PUT', 'DELETE', 'HEAD'].map((method) =>
		required(`refuses a presigned GET sent as ${method}`, async (target) => {
			const { key, url } = await signRead(target);
			assertStatus(await rawRequest(url, { method: 'GET' }), 200);
			const headers = { 'content-length': '1' };
			const sent = method === 'PUT' ? { method, headers, body: 'x' } : { method };
			assertRefused(await rawRequest(url, sent), [400, 403]);
			assert.equal((await target.read(key)).toString(), 'content');
		}),
	),
];
